package io.github.wasmclassify.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.net.Resolver;
import io.github.wasmclassify.net.UrlFetcher;
import io.github.wasmclassify.net.WebClient;
import io.github.wasmclassify.net.WebPolicy;
import io.github.wasmclassify.testing.FileServer;
import io.github.wasmclassify.testing.NamedAddress;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pictures at addresses: nobody gets the server to ask what only the server can reach. A server on this machine stands
 * for a public one, under the name {@code photos.test}.
 */
class AddressTest {
    private static final InetAddress PUBLIC = NamedAddress.of("photos.test", 127, 0, 0, 1);
    private static final InetAddress PRIVATE = NamedAddress.of("inside.test", 169, 254, 169, 254);

    private static TestServer server;
    private static FileServer inside;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.settings().fetcher(new UrlFetcher()).scripted();
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

    /** A server that may ask the public one, and nobody else. */
    @SuppressWarnings("ReferenceEquality") // another address object of this machine is not allowed
    private static TestServer resolving(Resolver names) throws Exception {
        Duration limit = Duration.ofSeconds(10);
        WebPolicy policy =
                new WebPolicy(Optional.of(found -> found == PUBLIC), (from, to) -> true, limit, limit, limit, true);
        WebClient client = new WebClient(
                policy, names, ProxySelector.of(null), () -> (SSLSocketFactory) SSLSocketFactory.getDefault());
        return TestServer.settings().fetcher(new UrlFetcher(client)).scripted();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:PORT/",
                "http://[::ffff:127.0.0.1]:PORT/",
                "http://2130706433:PORT/",
                "//localhost:PORT/",
                "http://inside.test/latest/meta-data/",
                "file:///etc/passwd",
                "jar:file:///a.jar!/b"
            })
    void aRedirectToWhatIsNotPublicIsNotFollowed(String target) throws Exception {
        String port = Integer.toString(URI.create(inside.address("/")).getPort());
        Resolver names = host -> switch (host) {
            case "photos.test" -> new InetAddress[] {PUBLIC};
            case "inside.test" -> new InetAddress[] {PRIVATE};
            default -> InetAddress.getAllByName(host);
        };
        try (TestServer asking = resolving(names);
                FileServer photos = new FileServer().serve("/", FileServer.redirect(target.replace("PORT", port)))) {
            HttpResponse<String> response = asking.post("/", photos.address("/").replace("localhost", "photos.test"));

            assertEquals(422, response.statusCode(), response.body());
            assertEquals(List.of("/"), photos.requests());
            assertEquals(List.of(), inside.requests());
        }
    }

    /** The second answer is never asked for: the connection goes to the address that was checked. */
    @Test
    void aNameThatChangesItsAnswerAfterTheCheckChangesNothing() throws Exception {
        List<String> resolved = new ArrayList<>();
        Resolver names = host -> {
            resolved.add(host);
            return new InetAddress[] {resolved.size() == 1 ? PUBLIC : PRIVATE};
        };
        try (TestServer asking = resolving(names);
                FileServer photos = new FileServer().serve("/", FileServer.file(new byte[] {'a'}, "\"1\""))) {
            String address = photos.address("/").replace("localhost", "photos.test");

            assertEquals("lime\n", asking.post("/", address).body());
            assertEquals(List.of("photos.test"), resolved);
            HttpResponse<String> second = asking.post("/", address);
            assertEquals(422, second.statusCode());
            assertTrue(second.body().contains("photos.test is not a public address"), second.body());
        }
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
