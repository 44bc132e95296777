import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/**
 * Classifies photos with ImageIO, Java 2D and ONNX Runtime's Java API in several threads, as a Java program would, and
 * prints how many a second. Arguments: DIRECTORY (one that convert.py filled) THREADS PHOTO...
 */
class PhotosPeer {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final String input;
    private final int side;

    private PhotosPeer(Path directory) throws Exception {
        String[] shape =
                Files.readString(directory.resolve("shape.txt")).strip().split(" ");
        input = shape[0];
        side = Integer.parseInt(shape[2]);
        var options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        session = environment.createSession(directory.resolve("model.onnx").toString(), options);
    }

    public static void main(String[] arguments) throws Exception {
        ImageIO.setUseCache(false);
        var peer = new PhotosPeer(Path.of(arguments[0]));
        List<File> photos = Arrays.stream(arguments).skip(2).map(File::new).collect(Collectors.toList());
        ExecutorService threads = Executors.newFixedThreadPool(Integer.parseInt(arguments[1]));
        peer.classify(photos, threads);
        long start = System.nanoTime();
        peer.classify(photos, threads);
        System.out.println(photos.size() / ((System.nanoTime() - start) / 1e9));
        threads.shutdown();
    }

    private void classify(List<File> photos, ExecutorService threads) throws Exception {
        for (Future<Integer> found : threads.invokeAll(photos.stream()
                .map(photo -> (java.util.concurrent.Callable<Integer>) () -> classify(photo))
                .toList())) {
            found.get();
        }
    }

    private int classify(File photo) throws Exception {
        BufferedImage picture = ImageIO.read(photo);
        var small = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(picture, 0, 0, side, side, null);
        graphics.dispose();
        int[] pixels = small.getRGB(0, 0, side, side, null, 0, side);
        float[] values = new float[pixels.length * 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = (pixels[i / 3] >> (16 - i % 3 * 8) & 0xff) / 127.5f - 1;
        }
        try (OnnxTensor tensor =
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), new long[] {1, side, side, 3});
                OrtSession.Result result = session.run(Map.of(input, tensor))) {
            float[] scores = ((float[][]) result.get(0).getValue())[0];
            int best = 0;
            for (int i = 1; i < scores.length; i++) {
                best = scores[i] > scores[best] ? i : best;
            }
            return best;
        }
    }
}
