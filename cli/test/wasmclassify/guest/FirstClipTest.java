package wasmclassify.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import wasmclassify.TestFiles;

/** A level that a clamp first meets after HotSpot compiled it, in a JVM of its own: see {@code scripts/guest/branch-free-max.awk}. */
class FirstClipTest {
    private static final int SIDE = 150;
    private static final int RUNS = 40;

    @Test
    void whiteStaysWhiteAfterManyPicturesWithoutAnyWhite() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        var command = List.of(java.toString(), "-XX:-DontCompileHugeMethods", "-cp", System.getProperty("java.class.path"),
                FirstClipTest.class.getName(), TestFiles.ROOT.resolve("models/pocket.pb").toString());
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(0, process.waitFor());
        assertEquals("all alike", printed.strip());
    }

    /** Takes the network's input for its output: of a white picture all its values are the same, and so are their shares. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        byte[] model = Files.readAllBytes(Path.of(arguments[0]));
        try (var guest = new GuestInstance(GuestModule.bundled(), Optional.empty(), 3L * model.length, 1L << 28)) {
            int values = guest.load(model, Map.of("output", "input")).output().classes();
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
            float[] scores = guest.classify(new Pixels(colors, SIDE, SIDE, 3, 1), values).scores();
            float best = scores[0];
            float worst = scores[scores.length - 1];
            System.out.println(scores.length == values && best == worst ? "all alike" : "from " + worst + " to " + best);
        }
    }
}
