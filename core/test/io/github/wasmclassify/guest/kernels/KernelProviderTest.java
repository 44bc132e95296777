package io.github.wasmclassify.guest.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In JVMs of their own, with and without what the kernels need. */
class KernelProviderTest {
    @Test
    void saysWhichFlagIsMissing() throws Exception {
        String said = answer();
        assertTrue(said.contains("--add-modules jdk.incubator.vector"), said);
    }

    @Test
    void isContentWithTheModule() throws Exception {
        assertEquals("nothing is missing", answer("--add-modules", "jdk.incubator.vector"));
    }

    @Test
    void refusesAJvmWithoutItsCompiler() throws Exception {
        String said = answer("--add-modules", "jdk.incubator.vector", "-Xint");
        assertTrue(said.contains("optimising compiler"), said);
        said = answer("--add-modules", "jdk.incubator.vector", "-XX:TieredStopAtLevel=1");
        assertTrue(said.contains("optimising compiler"), said);
    }

    private static String answer(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Asked.class.getName()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, process.waitFor());
        return said;
    }

    /** The program that those JVMs run. */
    static final class Asked {
        private Asked() {}

        public static void main(String[] arguments) {
            System.out.println(KernelProvider.missing().orElse("nothing is missing"));
        }
    }
}
