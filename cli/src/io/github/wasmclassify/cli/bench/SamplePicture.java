package io.github.wasmclassify.cli.bench;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * The picture to measure with if the user gives none: always the same JPEG, as large and detailed as a typical photo on
 * the web.
 */
public final class SamplePicture {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final int DISCS = 400;

    private SamplePicture() {}

    public static Picture make() {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, Color.ORANGE, WIDTH, HEIGHT, Color.BLUE));
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        Random random = new Random(1);
        for (int i = 0; i < DISCS; i++) {
            graphics.setColor(new Color(random.nextInt(1 << 24)));
            int size = 4 + random.nextInt(60);
            graphics.fillOval(random.nextInt(WIDTH), random.nextInt(HEIGHT), size, size);
        }
        graphics.dispose();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpeg", file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Picture("a generated JPEG of " + WIDTH + "x" + HEIGHT, file.toByteArray());
    }
}
