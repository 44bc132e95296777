package io.github.wasmclassify.guest.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wasmclassify.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against Pillow, see {@code resample-golden.py}. */
class ResamplerTest {
    private static final Path GOLDEN =
            TestFiles.ROOT.resolve("core/test/io/github/wasmclassify/guest/kernels/resample-golden.tsv");

    @ParameterizedTest(name = "{0} bits")
    @MethodSource("io.github.wasmclassify.guest.kernels.VectorWidths#all")
    void sameBitsAsPillow(int bits) throws IOException {
        checkAll(VectorWidths.kernels(bits, 1));
    }

    @ParameterizedTest(name = "{0} bits")
    @MethodSource("io.github.wasmclassify.guest.kernels.VectorWidths#all")
    void sharedByThreads(int bits) throws IOException {
        checkAll(VectorWidths.kernels(bits, 3));
    }

    private static void checkAll(Kernels kernels) throws IOException {
        List<String> lines = Files.readAllLines(GOLDEN);
        assertFalse(lines.isEmpty());
        for (String line : lines) {
            String[] f = line.split("\t");
            int[] size = {Integer.parseInt(f[0]), Integer.parseInt(f[1]), Integer.parseInt(f[2])};
            int outWidth = Integer.parseInt(f[7]);
            int outHeight = Integer.parseInt(f[8]);
            byte[] pixels = picture(size[0] * size[1] * size[2]);
            int length = outWidth * outHeight * 3;

            var image = new GuestImage(0, length + 600);
            byte[] memory = new byte[image.bytes().length + pixels.length]; // the picture ends where the memory ends
            int output = image.space(length);
            int picture = memory.length - pixels.length;
            int request = image.words(
                    picture,
                    size[0],
                    size[1],
                    size[2],
                    outWidth,
                    outHeight,
                    output,
                    ResizeMethod.valueOf(f[10]).ordinal(),
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0);
            for (int i = 0; i < 4; i++) {
                image.buffer().putDouble(request + 32 + i * 8, Double.parseDouble(f[3 + i]));
            }
            System.arraycopy(image.bytes(), 0, memory, 0, image.bytes().length);
            System.arraycopy(pixels, 0, memory, picture, pixels.length);
            kernels.resize(memory, request);

            var crc = new CRC32();
            crc.update(memory, output, length);
            assertEquals(f[9], String.format("%08x", crc.getValue()), line);
            assertEquals(image.bytes()[output + length], memory[output + length], "wrote beyond the output: " + line);
        }
    }

    @Test
    void blueFirstGivesRedFirst() {
        assumeTrue(
                KernelProvider.missing().isEmpty(),
                () -> KernelProvider.missing().get());
        byte[] rgb = picture(40 * 30 * 3);
        byte[] bgr = new byte[rgb.length + 5];
        for (int i = 0; i < rgb.length; i += 3) {
            bgr[5 + i] = rgb[i + 2];
            bgr[5 + i + 1] = rgb[i + 1];
            bgr[5 + i + 2] = rgb[i];
        }
        var resampler = new Resampler(40, 30, 17, 19);
        byte[] expected = new byte[17 * 19 * 3];
        byte[] found = new byte[expected.length];
        resampler.run(rgb, 0, Resampler.Order.RGB, expected, 0);
        resampler.run(bgr, 5, Resampler.Order.BGR, found, 0);
        assertArrayEquals(expected, found);
    }

    /** Sample i as in {@code resample-golden.py}. */
    private static byte[] picture(int length) {
        byte[] samples = new byte[length];
        for (int i = 0; i < length; i++) {
            int hash = (int) (i * 2654435761L) >>> 24;
            samples[i] = (byte) (i % 7 == 0 ? 255 : i % 11 == 0 ? 0 : hash);
        }
        return samples;
    }
}
