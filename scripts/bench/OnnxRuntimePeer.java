import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Runs a model with ONNX Runtime's Java API and prints the milliseconds of each inference, a line each, and before them
 * the class of the first picture. Arguments: DIRECTORY (one that convert.py filled) THREADS WARM_UP RUNS.
 */
class OnnxRuntimePeer {
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        String[] shape =
                Files.readString(directory.resolve("shape.txt")).strip().split(" ");
        int size = Integer.parseInt(shape[2]);
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(directory.resolve("pictures.f32")))
                .order(ByteOrder.LITTLE_ENDIAN);
        FloatBuffer pictures = ByteBuffer.allocateDirect(file.capacity())
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        pictures.put(file.asFloatBuffer());
        int length = size * size * 3;
        int count = pictures.capacity() / length;

        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(Integer.parseInt(arguments[1]));
        options.setInterOpNumThreads(1);
        int warmUp = Integer.parseInt(arguments[2]);
        int runs = Integer.parseInt(arguments[3]);
        try (OrtSession session =
                environment.createSession(directory.resolve("model.onnx").toString(), options)) {
            for (int i = -1; i < warmUp + runs; i++) {
                FloatBuffer picture = pictures.slice(Math.floorMod(Math.max(0, i), count) * length, length);
                long start = System.nanoTime();
                try (OnnxTensor tensor = OnnxTensor.createTensor(environment, picture, new long[] {1, size, size, 3});
                        OrtSession.Result result = session.run(Map.of(shape[0], tensor))) {
                    float[] scores = ((float[][]) result.get(0).getValue())[0];
                    if (i < 0) {
                        System.out.println("class " + best(scores));
                    } else if (i >= warmUp) {
                        System.out.println((System.nanoTime() - start) / 1e6);
                    }
                }
            }
        }
    }

    private static int best(float[] scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        return best;
    }
}
