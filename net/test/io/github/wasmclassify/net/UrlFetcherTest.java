package io.github.wasmclassify.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.testing.FileServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Fetching from a server on this machine, which is allowed here only. */
class UrlFetcherTest {
    private static final byte[] PICTURE = {1, 2, 3, 4, 5};
    private static final int SMALL = 20;
    private static final int BUDGET = 1000;
    /** As long as the budget, and begun as a PNG is. */
    private static final byte[] LARGE =
            Arrays.copyOf("\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1), BUDGET);

    private final FileServer server = new FileServer();
    private final FetchBudget budget = new FetchBudget(BUDGET);
    private final UrlFetcher fetcher = fetcher(Duration.ofSeconds(3));

    private UrlFetcher fetcher(Duration limit) {
        WebPolicy policy = UrlFetcher.policy(limit);
        return new UrlFetcher(
                new WebClient(new WebPolicy(
                        Optional.of(InetAddress::isLoopbackAddress),
                        policy.mayRedirect(),
                        policy.connectLimit(),
                        policy.stallLimit(),
                        policy.limit(),
                        policy.limitsBody())),
                limit,
                budget,
                SMALL);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static byte[] fetch(UrlFetcher by, String address) throws IOException {
        try (FetchBudget.Share share = by.share()) {
            return by.fetch(URI.create(address), share);
        }
    }

    private byte[] fetchUnchecked(String address) {
        try {
            return fetch(fetcher, address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String failure(UrlFetcher by, String address) {
        return assertThrows(IOException.class, () -> fetch(by, address)).getMessage();
    }

    @Test
    void followsRedirectsToThePicture() throws Exception {
        server.serve("/a", FileServer.redirect("/b")).serve("/b", FileServer.file(PICTURE, "\"1\""));

        assertArrayEquals(PICTURE, fetch(fetcher, server.address("/a")));
    }

    @Test
    void redirectsInCirclesEnd() {
        server.serve("/a", FileServer.redirect("/a"));

        assertEquals("more than 5 redirects", failure(fetcher, server.address("/a")));
    }

    @Test
    void aServerOnThisMachineIsNotAskedByThoseWhoMayAskPublicOnesOnly() {
        server.serve("/a", FileServer.file(PICTURE, "\"1\""));

        assertEquals(
                "localhost is not a public address, so it is not contacted",
                failure(new UrlFetcher(), server.address("/a")));
        assertEquals(List.of(), server.requests());
    }

    @Test
    void aRedirectToAnAddressThatMayNotBeAskedIsNotFollowed() {
        server.serve("/a", FileServer.redirect("http://192.168.0.1/b"));

        assertEquals(
                "192.168.0.1 is not a public address, so it is not contacted", failure(fetcher, server.address("/a")));
    }

    @Test
    void aRedirectToAFileIsNotFollowed() {
        server.serve("/a", FileServer.redirect("file:///etc/hostname"));

        assertEquals("`file:///etc/hostname` is not an http or https address", failure(fetcher, server.address("/a")));
    }

    @Test
    void aPictureLargerThanAllowedIsNotRead() {
        server.serve("/said", FileServer.file(new byte[BUDGET + 1], "\"1\"")).serve("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0); // chunked
            exchange.getResponseBody().write(LARGE);
            exchange.getResponseBody().write(LARGE);
        });

        assertTrue(failure(fetcher, server.address("/said")).startsWith("file is larger than "));
        assertTrue(failure(fetcher, server.address("/endless")).startsWith("file is larger than "));
    }

    @Test
    void whatIsNoPictureIsNotReadToItsEnd() {
        server.serve("/a", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(new byte[1000]);
            }
        });

        assertEquals(
                "not a picture (its first bytes are not those of a known format)",
                failure(fetcher, server.address("/a")));
    }

    @Test
    void largePicturesWaitForEachOther() throws Exception {
        server.serve("/large", FileServer.file(LARGE, "\"1\"")).serve("/small", FileServer.file(PICTURE, "\"1\""));
        UrlFetcher impatient = fetcher(Duration.ofMillis(500));

        FetchBudget.Share first = fetcher.share();
        assertArrayEquals(LARGE, fetcher.fetch(URI.create(server.address("/large")), first));
        assertEquals(
                "no memory for it within 0 s, as other large pictures are being fetched; try fewer threads",
                failure(impatient, server.address("/large")));
        assertArrayEquals(PICTURE, fetch(fetcher, server.address("/small")));

        CountDownLatch isAsked = new CountDownLatch(1);
        server.serve("/second", exchange -> {
            isAsked.countDown();
            FileServer.file(LARGE, "\"1\"").handle(exchange);
        });
        CompletableFuture<byte[]> second =
                CompletableFuture.supplyAsync(() -> fetchUnchecked(server.address("/second")));
        isAsked.await();
        first.close();
        assertArrayEquals(LARGE, second.get());
    }

    @Test
    void aPictureThatWasGivenUpTakesNothing() throws Exception {
        server.serve("/large", FileServer.file(LARGE, "\"1\""));

        URI large = URI.create(server.address("/large"));
        FetchBudget.Share late = fetcher.share();
        late.close();
        assertEquals(
                "interrupted",
                assertThrows(IOException.class, () -> fetcher.fetch(large, late))
                        .getMessage());
        assertArrayEquals(LARGE, fetch(fetcher, server.address("/large")));
    }

    @Test
    void aServerThatDoesNotComeToAnEndIsGivenUp() {
        CountDownLatch end = new CountDownLatch(1);
        server.serve("/a", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            FileServer.await(end);
        });

        assertEquals("was not complete within 1 s", failure(fetcher(Duration.ofSeconds(1)), server.address("/a")));
        end.countDown();
    }

    @Test
    void anErrorOfTheServerIsTold() {
        server.serve("/a", FileServer.status(404));

        assertEquals("the server answered 404", failure(fetcher, server.address("/a")));
    }
}
