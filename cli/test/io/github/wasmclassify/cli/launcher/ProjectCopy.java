package io.github.wasmclassify.cli.launcher;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wasmclassify.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A copy of the project with its launcher, whose Maven is a few lines of shell. */
final class ProjectCopy {
    /**
     * What the launcher makes faster starts from takes some seconds to make; an empty one says that this Java makes
     * none.
     */
    static final String NO_ARCHIVE =
            ": >\"cli/target/classes-$(ls -lL -- \"$JAVA_HOME/bin/java\" | cksum | tr ' ' '-').jsa\"";

    static final Path JAR = TestFiles.ROOT.resolve("cli/target/wasm-classify.jar");

    /** As the project's own build. */
    static final String BUILD = "mkdir -p cli/target && cp '" + JAR + "' cli/target";

    private ProjectCopy() {}

    /** @return its folder */
    static Path in(Path folder) throws IOException {
        assumeTrue(Files.exists(JAR), "needs cli/target/wasm-classify.jar, which Maven makes before tests");
        Files.createDirectories(folder.resolve("cli/src"));
        for (String file : List.of("wasm-classify", "cli/start.sh", "cli/jvm.options", "cli/heap.options")) {
            Files.copy(TestFiles.ROOT.resolve(file), folder.resolve(file));
        }
        Files.writeString(folder.resolve("pom.xml"), "");
        return folder;
    }

    /** @param script what its Maven does */
    static void maven(Path project, String script) throws IOException {
        Path maven = Files.writeString(project.resolve("mvnw"), "#!/bin/sh\necho built >>builds\n" + script + "\n");
        assertTrue(maven.toFile().setExecutable(true));
    }
}
