package io.github.wasmclassify.guest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.wasm.Parser;
import io.github.wasmclassify.image.Pixels;
import io.github.wasmclassify.testing.TestFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** The modules that are part of the project. */
class BundledGuestTest {
    private static final Path CRATE = TestFiles.ROOT.resolve("wasm");

    /** What {@code scripts/build-guest.sh} wrote: a hash and a name a line. */
    private static Map<String, String> recordedHashes() throws IOException {
        Map<String, String> hashes = new HashMap<>();
        for (String line : Files.readAllLines(CRATE.resolve("modules.sha256"))) {
            String[] hashAndName = line.split("  ", 2);
            hashes.put(hashAndName[1], hashAndName[0]);
        }
        return hashes;
    }

    @Test
    void theModulesAreTheOnesThatWereBuilt() throws Exception {
        for (String module : List.of("classifier.wasm", "classifier-kernels.wasm")) {
            assertEquals(recordedHashes().get(module), sha256(Files.readAllBytes(CRATE.resolve(module))), module);
        }
    }

    @Test
    void theModulesWereBuiltFromTheseSources() throws Exception {
        StringBuilder list = new StringBuilder();
        for (String path : sources()) {
            list.append(sha256(Files.readAllBytes(CRATE.resolve(path))))
                    .append("  ")
                    .append(path)
                    .append('\n');
        }
        assertEquals(
                recordedHashes().get("sources"),
                sha256(list.toString().getBytes(StandardCharsets.UTF_8)),
                "the crate has changed since its modules were built: run scripts/build-guest.sh");
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(CRATE.resolve("src"))) {
            Stream<String> sources = files.filter(Files::isRegularFile)
                    .map(file -> CRATE.relativize(file).toString().replace('\\', '/'));
            return Stream.concat(Stream.of("Cargo.toml", "Cargo.lock"), sources)
                    .sorted()
                    .toList();
        }
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void everyFunctionFitsIntoAJvmMethod() throws Exception {
        for (String name : List.of("classifier.wasm", "classifier-kernels.wasm")) {
            var module = Parser.parse(CRATE.resolve(name));

            // throws where one does not
            assertNotNull(
                    MachineFactoryCompiler.builder(module)
                            .withInterpreterFallback(InterpreterFallback.FAIL)
                            .compile(),
                    name);
        }
    }

    @Test
    void pixelsDecodedByTheHostGetTheAnswerOfTheFile() throws Exception {
        Path file = TestFiles.SAMPLES.resolve("lemon.png");
        try (GuestInstance guest = new GuestInstance(GuestModule.bundled(), Optional.empty(), 0, 1 << 30)) {
            guest.load(Files.readAllBytes(TestFiles.ROOT.resolve("models/pocket.pb")), Map.of());

            GuestAnswer ofFile = guest.classify(Files.readAllBytes(file), 5);
            GuestAnswer ofPixels = guest.classify(rgb(ImageIO.read(file.toFile())), 5);

            assertArrayEquals(ofFile.indices(), ofPixels.indices());
            assertArrayEquals(ofFile.scores(), ofPixels.scores(), 1e-6f);
            assertEquals(ofFile.width(), ofPixels.width());
            assertEquals(ofFile.height(), ofPixels.height());
        }
    }

    private static Pixels rgb(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] samples = new byte[width * height * 3];
        for (int i = 0; i < width * height; i++) {
            int pixel = image.getRGB(i % width, i / width);
            samples[3 * i] = (byte) (pixel >> 16);
            samples[3 * i + 1] = (byte) (pixel >> 8);
            samples[3 * i + 2] = (byte) pixel;
        }
        return new Pixels(samples, width, height, 3, 1);
    }
}
