package io.github.wasmclassify.guest;

import io.github.wasmclassify.file.FileState;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;

/** The file that this program runs from. */
final class Program {
    private Program() {}

    /** A text that changes with every build of the program's jar; empty if the program does not run from a jar. */
    static String state() {
        try {
            CodeSource source = Program.class.getProtectionDomain().getCodeSource();
            Path jar = Path.of(source.getLocation().toURI());
            return Files.isRegularFile(jar) ? FileState.of(jar).toString() : "";
        } catch (IOException | URISyntaxException | RuntimeException e) {
            return ""; // a location that only its class loader understands
        }
    }
}
