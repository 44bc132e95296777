import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * Draws JPEG files of 160x120 pixels, a few kilobytes each, a thousand in a folder: {@code SmallPictures FOLDER COUNT}.
 */
final class SmallPictures {
    private SmallPictures() {}

    public static void main(String[] args) {
        Path root = Path.of(args[0]);
        System.setProperty("java.awt.headless", "true");
        ImageIO.setUseCache(false);
        IntStream.range(0, Integer.parseInt(args[1])).parallel().forEach(i -> draw(root, i));
    }

    private static void draw(Path root, int number) {
        var image = new BufferedImage(160, 120, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        Random random = new Random(number);
        for (int i = 0; i < 20; i++) {
            graphics.setColor(new Color(random.nextInt(1 << 24)));
            graphics.fillOval(random.nextInt(160), random.nextInt(120), random.nextInt(80), random.nextInt(80));
        }
        graphics.dispose();
        try {
            Path folder = Files.createDirectories(root.resolve(String.format("%04d", number / 1000)));
            ImageIO.write(image, "jpeg", folder.resolve(number + ".jpg").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
