package io.github.wasmclassify.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.wasmclassify.image.Pixels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A level that a clamp first meets after HotSpot compiled it, in a JVM of its own: see
 * {@code scripts/guest/branch-free-max.awk}.
 */
class FirstClipTest {
    private static final int SIDE = 150;
    private static final int RUNS = 40;

    @Test
    void whiteStaysWhiteAfterManyPicturesWithoutAnyWhite() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        var command = List.of(
                java.toString(),
                "-XX:-DontCompileHugeMethods",
                "-cp",
                System.getProperty("java.class.path"),
                FirstClipTest.class.getName());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(0, process.waitFor());
        assertEquals("all alike", printed.strip());
    }

    /**
     * Runs a network whose scores are its input: of a white picture all values are the same, and so are their shares.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        byte[] model = flatten();
        try (var guest = new GuestInstance(GuestModule.bundled(), Optional.empty(), 3L * model.length, 1L << 28)) {
            int values =
                    guest.load(model, Map.of("input_range", "-1..1")).output().classes();
            byte[] colors = new byte[SIDE * SIDE * 3];
            Random random = new Random(1);
            for (int i = 0; i < colors.length; i++) {
                colors[i] = (byte) (1 + random.nextInt(254));
            }
            for (int i = 0; i < RUNS; i++) {
                guest.classify(new Pixels(colors, SIDE, SIDE, 3, 1), 1);
            }
            Thread.sleep(300); // the compiler works in the background
            guest.classify(new Pixels(colors, SIDE, SIDE, 3, 1), 1);
            Arrays.fill(colors, (byte) 255);
            float[] scores =
                    guest.classify(new Pixels(colors, SIDE, SIDE, 3, 1), values).scores();
            float best = scores[0];
            float worst = scores[scores.length - 1];
            System.out.println(
                    scores.length == values && best == worst ? "all alike" : "from " + worst + " to " + best);
        }
    }

    /** An ONNX model that only flattens a picture of three channels. */
    private static byte[] flatten() {
        byte[] shape = join(
                field(1, varint(1, 1)), field(1, varint(1, 3)), field(1, varint(1, SIDE)), field(1, varint(1, SIDE)));
        byte[] input = join(text(1, "x"), field(2, field(1, join(varint(1, 1), field(2, shape)))));
        byte[] node = join(text(1, "x"), text(2, "y"), text(4, "Flatten"));
        byte[] graph = join(field(1, node), text(2, "g"), field(11, input), field(12, text(1, "y")));
        return join(varint(1, 8), field(7, graph), field(8, varint(2, 13)));
    }

    private static byte[] text(int number, String text) {
        return field(number, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A field of a protobuf message with these bytes. */
    private static byte[] field(int number, byte[] value) {
        return join(new byte[] {(byte) (number << 3 | 2)}, number(value.length), value);
    }

    private static byte[] varint(int number, int value) {
        return join(new byte[] {(byte) (number << 3)}, number(value));
    }

    private static byte[] number(int value) {
        return value < 128 ? new byte[] {(byte) value} : new byte[] {(byte) (value | 128), (byte) (value >> 7)};
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
