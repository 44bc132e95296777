import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.File;
import java.util.Arrays;
import javax.imageio.ImageIO;

/**
 * The pictures of bench-start.sh. {@code make PICTURE DIRECTORY} writes small-0.jpg to small-999.jpg (320x240) into
 * DIRECTORY/small, and large-0.jpg to large-4.jpg (4000x3000) into DIRECTORY. {@code decode PICTURE...} prints the
 * median milliseconds in which the JDK's own ImageIO decodes one of them.
 */
class Pictures {
    private static final int SMALL = 1000;
    private static final int LARGE = 5;
    private static final int ROUNDS = 10;

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("make")) {
            BufferedImage picture = ImageIO.read(new File(arguments[1]));
            new File(arguments[2], "small").mkdirs();
            for (int i = 0; i < SMALL; i++) {
                ImageIO.write(
                        scaled(picture, 320, 240, i), "jpeg", new File(arguments[2], "small/small-" + i + ".jpg"));
            }
            for (int i = 0; i < LARGE; i++) {
                ImageIO.write(scaled(picture, 4000, 3000, i), "jpeg", new File(arguments[2], "large-" + i + ".jpg"));
            }
        } else {
            double[] times = new double[ROUNDS * (arguments.length - 1)];
            for (int i = -times.length; i < times.length; i++) { // the first half warms up
                long start = System.nanoTime();
                ImageIO.read(new File(arguments[1 + Math.floorMod(i, arguments.length - 1)]));
                times[Math.max(0, i)] = (System.nanoTime() - start) / 1e6;
            }
            Arrays.sort(times);
            System.out.println(times[times.length / 2]);
        }
    }

    /**
     * The picture at another size, with a grain that differs from number to number and that a decoder has to work for.
     */
    private static BufferedImage scaled(BufferedImage picture, int width, int height, int number) {
        BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = result.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(picture, 0, 0, width, height, null);
        graphics.dispose();
        java.util.Random random = new java.util.Random(number);
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            result.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                row[x] ^= random.nextInt(8) * 0x010101;
            }
            result.setRGB(0, y, width, 1, row, 0, width);
        }
        return result;
    }
}
