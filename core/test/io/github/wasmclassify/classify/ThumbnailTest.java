package io.github.wasmclassify.classify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.testing.TestFiles;
import io.github.wasmclassify.testing.TestPictures;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Thumbnails beside the plain mean of the pixels that each of their pixels stands for. */
class ThumbnailTest {
    private static final Path LEMON = TestFiles.SAMPLES.resolve("lemon.png");
    /** The guest's filter is a triangle, which reaches into the neighbours; at edges that shows. */
    private static final int MEAN_TOLERANCE = 3;

    private static Classifier classifier(Engine engine, Decoder decoder, int side) {
        return Classifier.open(ClassifierOptions.builder()
                .engine(engine)
                .decoder(decoder)
                .thumbnailSide(side)
                .build());
    }

    @ParameterizedTest
    @CsvSource({"WASM,GUEST", "WASM,HOST", "SIMD,GUEST", "SIMD,HOST"})
    void aThumbnailIsTheWholePictureSmallAndUpright(Engine engine, Decoder decoder) throws Exception {
        BufferedImage whole = ImageIO.read(LEMON.toFile());
        BufferedImage upright = whole.getSubimage(0, 0, whole.getWidth(), whole.getHeight() / 8 * 4);
        int side = upright.getWidth() / 4;
        try (Classifier classifier = classifier(engine, decoder, side)) {
            for (int orientation : new int[] {1, 6}) {
                byte[] stored = TestPictures.encoded(TestPictures.asStored(upright, orientation), "png");

                Thumbnail found = classifier
                        .classify(TestPictures.withExif(stored, orientation))
                        .thumbnail()
                        .orElseThrow();

                assertEquals(side, found.width());
                assertEquals(upright.getHeight() / 4, found.height());
                double difference = meanDifference(upright, found);
                assertTrue(
                        difference < MEAN_TOLERANCE, "orientation " + orientation + ": levels differ by " + difference);
            }
        }
    }

    /** How far, on average, a thumbnail's samples are from the mean of the 4x4 ones that they stand for. */
    private static double meanDifference(BufferedImage picture, Thumbnail thumbnail) {
        double sum = 0;
        for (int i = 0; i < thumbnail.rgb().length; i++) {
            int x = i / 3 % thumbnail.width() * 4;
            int y = i / 3 / thumbnail.width() * 4;
            int shift = 16 - i % 3 * 8;
            int[] box = picture.getRGB(x, y, 4, 4, null, 0, 4);
            double mean =
                    Arrays.stream(box).map(rgb -> rgb >> shift & 0xff).average().orElseThrow();
            sum += Math.abs(mean - (thumbnail.rgb()[i] & 0xff));
        }
        return sum / thumbnail.rgb().length;
    }

    @Test
    void aSmallPictureIsNotEnlargedAndAGrayOneIsInColour() throws Exception {
        try (Classifier classifier = classifier(Engine.WASM, Decoder.GUEST, 160)) {
            var gray = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
            gray.getRaster().setSample(1, 0, 0, 200);

            Thumbnail found = classifier
                    .classify(TestPictures.encoded(gray, "png"))
                    .thumbnail()
                    .orElseThrow();

            assertEquals(
                    "2x1 [0, 0, 0, -56, -56, -56]",
                    found.width() + "x" + found.height() + " " + Arrays.toString(found.rgb()));
        }
    }

    @Test
    void aFailedPictureHasNoneAndTheNextOneHasItsOwn() throws Exception {
        try (Classifier classifier = classifier(Engine.WASM, Decoder.GUEST, 32)) {
            Thumbnail before = classifier.classify(LEMON).thumbnail().orElseThrow();
            assertThrows(PictureException.class, () -> classifier.classify(new byte[] {1, 2, 3}));
            byte[] black = TestPictures.encoded(new BufferedImage(64, 16, BufferedImage.TYPE_INT_RGB), "png");

            Thumbnail after = classifier.classify(black).thumbnail().orElseThrow();

            assertEquals(32, Math.max(before.width(), before.height()));
            assertEquals("32x8", after.width() + "x" + after.height());
            assertArrayEquals(new byte[32 * 8 * 3], after.rgb());
        }
    }

    @Test
    void noneIsMadeUnlessAskedFor() {
        try (Classifier classifier = classifier(Engine.WASM, Decoder.GUEST, 0)) {
            assertEquals(Optional.empty(), classifier.classify(LEMON).thumbnail());
        }
    }

    @Test
    void aSideOutOfRangeIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> ClassifierOptions.builder().thumbnailSide(-1).build());
        assertThrows(
                IllegalArgumentException.class,
                () -> ClassifierOptions.builder().thumbnailSide(4097).build());
    }
}
