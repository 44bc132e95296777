package io.github.wasmclassify.guest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.guest.kernels.KernelProvider;
import io.github.wasmclassify.guest.kernels.WeightStore;
import io.github.wasmclassify.image.PictureDecoder;
import io.github.wasmclassify.image.Pixels;
import io.github.wasmclassify.testing.TestFiles;
import io.github.wasmclassify.testing.TestPictures;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A picture that the host decoded and resized gets the answers of one that the guest decoded, to the last bit. */
class HostResizeTest {
    private static final long MEMORY_LIMIT = 256 << 20;
    private static final int CLASSES = 200;

    private static GuestInstance guest(Map<String, String> options) throws Exception {
        var kernels = new KernelProvider(1).kernels(new WeightStore());
        var guest = new GuestInstance(GuestModule.bundledWithHostKernels(), Optional.of(kernels), 0, MEMORY_LIMIT);
        Map<String, String> all = new HashMap<>(options);
        all.put("max_pixels", "100000000");
        guest.load(Files.readAllBytes(TestFiles.ROOT.resolve("models/pocket.pb")), all);
        return guest;
    }

    @ParameterizedTest
    @CsvSource({
        "RGB, squash, bilinear, 1",
        "RGB, center, lanczos, 1",
        "RGB, center:0.875, bicubic-aliased, 6",
        "RGB, center:0.5, nearest, 3",
        "GRAY, center:0.875, bilinear, 8",
    })
    void answersAndThumbnailsAreTheSame(String colours, String crop, String resize, int orientation) throws Exception {
        byte[] file = TestPictures.withExif(TestPictures.encoded(noise(colours, 301, 203), "png"), orientation);
        Pixels decoded = new PictureDecoder(1_000_000).decode(file).orElseThrow();
        try (GuestInstance guest = guest(Map.of("crop", crop, "resize", resize, "thumbnail", "50"))) {
            GuestAnswer expected = guest.classify(file, CLASSES);
            GuestAnswer answer = guest.classify(decoded, CLASSES);

            assertArrayEquals(expected.indices(), answer.indices());
            assertArrayEquals(expected.scores(), answer.scores());
            assertEquals(expected.width() + "x" + expected.height(), answer.width() + "x" + answer.height());
            assertArrayEquals(
                    expected.thumbnail().orElseThrow().samples(),
                    answer.thumbnail().orElseThrow().samples());
        }
    }

    private static BufferedImage noise(String colours, int width, int height) {
        boolean isGray = colours.equals("GRAY");
        var image =
                new BufferedImage(width, height, isGray ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
        Random random = new Random(1);
        int[] row = new int[width * (isGray ? 1 : 3)];
        for (int y = 0; y < height; y++) {
            for (int i = 0; i < row.length; i++) {
                row[i] = random.nextInt(256);
            }
            image.getRaster().setPixels(0, y, width, 1, row);
        }
        return image;
    }

    @Test
    void aLargePictureDoesNotEnterTheGuest() throws Exception {
        Pixels large = new Pixels(new byte[4000 * 3000 * 3], 4000, 3000, 3, 1);
        try (GuestInstance guest = guest(Map.of())) {
            long before = guest.memoryBytes();

            guest.classify(large, 1);

            long grown = guest.memoryBytes() - before;
            assertTrue(grown < large.samples().length / 10, "the guest's memory grew by " + grown + " bytes");
        }
    }
}
