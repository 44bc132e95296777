package wasmclassify.input;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import wasmclassify.FileServer;

/** Fetching from a server on this machine, which is allowed here only. */
class UrlFetcherTest {
    private static final byte[] PICTURE = {1, 2, 3, 4, 5};

    private final FileServer server = new FileServer();
    private final UrlFetcher fetcher = new UrlFetcher(InetAddress::isLoopbackAddress, Duration.ofSeconds(3), PICTURE.length);

    @AfterEach
    void stop() {
        server.close();
    }

    private String failure(UrlFetcher by, String address) {
        return assertThrows(IOException.class, () -> by.fetch(URI.create(address))).getMessage();
    }

    @Test
    void followsRedirectsToThePicture() throws Exception {
        server.serve("/a", FileServer.redirect("/b")).serve("/b", FileServer.file(PICTURE, "\"1\""));

        assertArrayEquals(PICTURE, fetcher.fetch(URI.create(server.address("/a"))));
    }

    @Test
    void redirectsInCirclesEnd() {
        server.serve("/a", FileServer.redirect("/a"));

        assertEquals("more than 5 redirects", failure(fetcher, server.address("/a")));
    }

    @Test
    void aServerOnThisMachineIsNotAskedByThoseWhoMayAskPublicOnesOnly() {
        server.serve("/a", FileServer.file(PICTURE, "\"1\""));

        assertEquals("localhost is not on the public internet, so it is not asked", failure(new UrlFetcher(), server.address("/a")));
        assertEquals(List.of(), server.requests());
    }

    @Test
    void aRedirectToAnAddressThatMayNotBeAskedIsNotFollowed() {
        server.serve("/a", FileServer.redirect("http://192.168.0.1/b"));

        assertEquals("192.168.0.1 is not on the public internet, so it is not asked", failure(fetcher, server.address("/a")));
    }

    @Test
    void aRedirectToAFileIsNotFollowed() {
        server.serve("/a", FileServer.redirect("file:///etc/hostname"));

        assertEquals("`file:///etc/hostname` is no http or https address", failure(fetcher, server.address("/a")));
    }

    @Test
    void aPictureLargerThanAllowedIsNotRead() {
        server.serve("/a", FileServer.file(new byte[PICTURE.length + 1], "\"1\""));

        assertTrue(failure(fetcher, server.address("/a")).startsWith("file is larger than "));
    }

    @Test
    void aServerThatDoesNotComeToAnEndIsGivenUp() {
        server.serve("/a", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                // the test is over
            }
        });

        assertEquals("did not come within 3 s", failure(fetcher, server.address("/a")));
    }

    @Test
    void anErrorOfTheServerIsTold() {
        server.serve("/a", FileServer.status(404));

        assertEquals("the server answered 404", failure(fetcher, server.address("/a")));
    }
}
