package io.github.wasmclassify.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wasmclassify.testing.TestFiles;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Clients that others wrote, with the Python that the environment names. */
class ClientsTest {
    private static final String PYTHON = "WASM_CLASSIFY_CLIENTS_PYTHON";

    @Test
    void pythonClientsOfTheProtocolAreAnswered() throws Exception {
        String python = System.getenv(PYTHON);
        assumeTrue(python != null, "needs a Python with tritonclient[http], named by " + PYTHON);
        try (TestServer server = TestServer.settings().threads(2).builtIn()) {
            Process process = new ProcessBuilder(
                            python,
                            "test/io/github/wasmclassify/server/clients.py",
                            "127.0.0.1:" + server.port(),
                            "pocket",
                            TestFiles.SAMPLES.resolve("lemon.png").toString(),
                            "lemon")
                    .directory(TestFiles.ROOT.resolve("server").toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertEquals(0, process.waitFor(), output);
            assertTrue(output.contains("tritonclient\n"), output);
        }
    }
}
