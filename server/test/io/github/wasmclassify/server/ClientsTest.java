package io.github.wasmclassify.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wasmclassify.testing.TestFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients that others wrote, with the Python that the environment names. */
class ClientsTest {
    private static final String PYTHON = "WASM_CLASSIFY_CLIENTS_PYTHON";

    /** What a program of the project prints that asks a server. */
    private static String ask(TestServer server, String program, String... arguments) throws Exception {
        String python = System.getenv(PYTHON);
        assumeTrue(python != null, "needs a Python with tritonclient[http], named by " + PYTHON);
        List<String> command = new ArrayList<>(List.of(python, program, "127.0.0.1:" + server.port(), "pocket"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(TestFiles.ROOT.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    @Test
    void pythonClientsOfTheProtocolAreAnswered() throws Exception {
        try (TestServer server = TestServer.settings().threads(2).builtIn()) {
            String program = "server/test/io/github/wasmclassify/server/clients.py";
            String output = ask(server, program, "samples/lemon.png", "lemon");

            assertTrue(output.contains("tritonclient\n"), output);
        }
    }

    @Test
    void theExampleInPythonNamesTheBestClassesOfEachPicture() throws Exception {
        try (TestServer server = TestServer.settings().builtIn()) {
            String output = ask(server, "examples/python/classify.py", "samples/lemon.png", "samples/orange.jpg");

            List<String> lines = output.lines().toList();
            assertTrue(lines.get(0).startsWith("samples/lemon.png: lemon (64%), orange ("), output);
            assertTrue(lines.get(1).startsWith("samples/orange.jpg: orange ("), output);
            assertEquals(2, lines.size(), output);
        }
    }
}
