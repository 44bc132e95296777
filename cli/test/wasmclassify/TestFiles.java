package wasmclassify;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where tests find files. */
public final class TestFiles {
    /** The project's root. */
    public static final Path ROOT = Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();

    public static final Path SAMPLES = ROOT.resolve("samples");

    private TestFiles() {}

    /** A guest whose pictures are scripts, see {@code scripted-guest.wat}. */
    public static Path scriptedGuest() {
        return ROOT.resolve("cli/test/wasmclassify/scripted-guest.wasm");
    }

    /** Test material kept beside the project; where it is absent, the calling test is skipped. */
    public static Path shared(String path) {
        Path file = ROOT.resolve("../shared").resolve(path).normalize();
        assumeTrue(Files.exists(file), "needs ../shared/" + path + ", which is not here");
        return file;
    }
}
