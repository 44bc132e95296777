package io.github.wasmclassify.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.testing.FileServer;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures at addresses: nobody gets the server to ask what only the server can reach. */
class AddressTest {
    private static TestServer server;
    private static FileServer inside;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.settings().allowUrl().scripted();
        inside = new FileServer();
        inside.serve("/", FileServer.file(new byte[] {'a'}, "\"1\""));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        inside.close();
    }

    /** PORT is that of a server on this machine, which must not be asked. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:PORT/",
                "http://localhost:PORT/",
                "http://LOCALHOST.:PORT/",
                "http://127.1:PORT/",
                "http://2130706433:PORT/",
                "http://0x7f000001:PORT/",
                "http://0177.0.0.1:PORT/",
                "http://0:PORT/",
                "http://0.0.0.0:PORT/",
                "http://[::1]:PORT/",
                "http://[::]:PORT/",
                "http://[::ffff:127.0.0.1]:PORT/",
                "http://[::ffff:7f00:1]:PORT/",
                "http://[64:ff9b::7f00:1]:PORT/",
                "http://[fe80::1]:PORT/",
                "http://[fd00::1]:PORT/",
                "http://user@127.0.0.1:PORT/",
                "http://10.0.0.1/",
                "http://172.16.0.1/",
                "http://192.168.0.1/",
                "http://169.254.169.254/latest/meta-data/",
                "http://100.64.0.1/",
                "http://224.0.0.1/"
            })
    void anAddressThatIsNotPublicIsNotAsked(String address) {
        HttpResponse<String> response = server.post(
                "/",
                address.replace(
                        "PORT", Integer.toString(URI.create(inside.address("/")).getPort())));

        assertTrue(List.of(400, 422).contains(response.statusCode()), response.statusCode() + response.body());
        assertEquals(List.of(), inside.requests());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "ftp://example.org/a",
                "gopher://example.org/",
                "jar:http://example.org/a!/b",
                "data:,a",
                "http:/etc/passwd",
                "//example.org/a",
                "no address",
                "http://a b/"
            })
    void whatIsNoWebAddressIsRefused(String address) {
        assertEquals(400, server.post("/", address).statusCode());
    }

    @Test
    void addressesAreOffUnlessTheyAreAllowed() throws Exception {
        try (TestServer closed = TestServer.settings().scripted()) {
            HttpResponse<String> response = closed.post("/", "http://example.org/a.jpg");

            assertEquals(403, response.statusCode());
            assertTrue(response.body().contains("--allow-url"), response.body());
        }
    }
}
