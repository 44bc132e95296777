package io.github.wasmclassify.guest.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.wasmclassify.testing.TestFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The build cannot fail on warnings of this package, as javac always warns of the incubator module that it uses. This
 * test can.
 */
class KernelWarningsTest {
    @Test
    void javacWarnsOfTheIncubatorModuleOnly(@TempDir Path folder) throws Exception {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        Path sources = TestFiles.ROOT.resolve("core/src");
        List<String> options = List.of(
                "-Xlint:all,-classfile,-processing",
                "-proc:none",
                "--add-modules",
                "jdk.incubator.vector",
                "-sourcepath",
                sources.toString(),
                "-d",
                folder.toString());
        try (StandardJavaFileManager files = javac.getStandardFileManager(diagnostics, null, null);
                Stream<Path> kernels = Files.list(sources.resolve("io/github/wasmclassify/guest/kernels"))) {
            javac.getTask(null, files, diagnostics, options, null, files.getJavaFileObjectsFromPaths(kernels.toList()))
                    .call();
        }
        assertEquals(
                List.of("compiler.warn.incubating.modules"),
                diagnostics.getDiagnostics().stream().map(Diagnostic::getCode).toList(),
                () -> diagnostics.getDiagnostics().toString());
    }
}
