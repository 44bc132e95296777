package io.github.wasmclassify.guest;

import io.github.wasmclassify.file.FileState;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;

/** The program's own file. */
final class Program {
    private Program() {}

    /** Changes with every build of the program's jar; empty where the program is not in one. */
    static String state() {
        try {
            CodeSource source = Program.class.getProtectionDomain().getCodeSource();
            Path jar = Path.of(source.getLocation().toURI());
            return Files.isRegularFile(jar) ? FileState.of(jar).toString() : "";
        } catch (IOException | URISyntaxException | RuntimeException e) {
            return ""; // in a form that only its class loader knows
        }
    }
}
