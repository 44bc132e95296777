package io.github.wasmclassify.testing;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Where tests find files. */
public final class TestFiles {
    /** The project's root. */
    public static final Path ROOT =
            root(Path.of(System.getProperty("basedir", "")).toAbsolutePath());

    public static final Path SAMPLES = ROOT.resolve("samples");

    /** Small pictures of each format, made by {@code scripts/make-test-pictures.py}. */
    public static final Path PICTURES = ROOT.resolve("core/test/io/github/wasmclassify/image/pictures");

    private TestFiles() {}

    /** The folder with Maven's wrapper, from one in it. */
    private static Path root(Path folder) {
        return Files.exists(folder.resolve("mvnw")) ? folder : root(folder.getParent());
    }

    /** README.md and the pages in docs/, for users of the command and the library; Spark's is about another program. */
    public static List<Path> documents() throws IOException {
        try (Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(ROOT.resolve("README.md")),
                            pages.filter(page -> page.toString().endsWith(".md") && !page.endsWith("spark.md"))
                                    .sorted())
                    .toList();
        }
    }

    /** The text of all {@link #documents}. */
    public static String documentation() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path page : documents()) {
            text.append(Files.readString(page)).append('\n');
        }
        return text.toString();
    }

    /** A guest whose pictures are scripts, see {@code scripted-guest.wat}. */
    public static Path scriptedGuest() {
        return ROOT.resolve("testing/src/io/github/wasmclassify/testing/scripted-guest.wasm");
    }

    /**
     * A file of the test data that {@code scripts/fetch-test-data.sh} fetches: in the folder that the environment's
     * {@code WASM_CLASSIFY_TEST_DATA} names, else in {@code shared} beside the project. Where it is missing, the
     * calling test is skipped.
     */
    public static Path shared(String path) {
        String folder = System.getenv().getOrDefault("WASM_CLASSIFY_TEST_DATA", "../shared");
        Path file = ROOT.resolve(folder).resolve(path).normalize();
        if (!Files.exists(file)) {
            throw new MissingTestDataException(file);
        }
        return file;
    }

    /** A picture of some megapixels, which takes longer to decode than the samples. */
    public static byte[] largePicture() throws IOException {
        BufferedImage image = new BufferedImage(2400, 1600, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(3);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, random.nextInt(1 << 24));
            }
        }
        var file = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", file);
        return file.toByteArray();
    }
}
