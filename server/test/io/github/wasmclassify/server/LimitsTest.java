package io.github.wasmclassify.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.testing.TestKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a server does when it is asked for too much; on the guest whose pictures are scripts. */
@Timeout(180)
class LimitsTest {
    private static final String FOR_EVER = "Runs for ever";

    private static CompletableFuture<HttpResponse<String>> later(TestServer server, String picture) {
        return CompletableFuture.supplyAsync(() -> server.post("/classify", picture), task -> new Thread(task).start());
    }

    @Test
    void aLargeBodyIsRefused() throws Exception {
        try (TestServer server = TestServer.settings().maxBody(1000).scripted()) {
            assertEquals(200, server.post("/classify", "a".repeat(1000)).statusCode());
            assertEquals(413, server.post("/classify", "a".repeat(1001)).statusCode());
            assertEquals(413, server.post("/classify", "a".repeat(1_000_000)).statusCode());
            assertEquals(200, server.post("/classify", "a").statusCode());
        }
    }

    /** A megabyte that a kilobyte becomes when it is inflated. */
    @Test
    void aBodyIsMeasuredAfterInflating() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
            out.write(new byte[1 << 20]);
        }
        try (TestServer server = TestServer.settings().maxBody(100_000).scripted()) {
            HttpResponse<String> response = server.post("/classify", bomb.toByteArray(), "Content-Encoding", "gzip");

            assertEquals(413, response.statusCode(), response.body());
        }
    }

    /** The others are answered while it runs, and after its guest was replaced. */
    @Test
    void aPictureThatTakesTooLongIsGivenUpAndCostsNoOther() throws Exception {
        try (TestServer server =
                TestServer.settings().timeout(Duration.ofSeconds(2)).threads(3).scripted()) {
            assertIsServed(server);
            List<CompletableFuture<HttpResponse<String>>> endless =
                    List.of(later(server, FOR_EVER), later(server, FOR_EVER));
            while (endless.stream().anyMatch(response -> !response.isDone())) {
                assertIsServed(server);
            }

            for (CompletableFuture<HttpResponse<String>> response : endless) {
                assertEquals(504, response.get().statusCode());
            }
            for (int i = 0; i < 5; i++) {
                assertIsServed(server);
            }
        }
    }

    private static void assertIsServed(TestServer server) {
        assertEquals(
                "lime\n", server.post("/classify", "a", "Accept", "text/plain").body());
    }

    @Test
    void whatWaitsIsLimited() throws Exception {
        try (TestServer server =
                TestServer.settings().queue(1).timeout(Duration.ofSeconds(3)).scripted()) {
            List<CompletableFuture<HttpResponse<String>>> responses =
                    IntStream.range(0, 6).mapToObj(i -> later(server, FOR_EVER)).toList();
            List<Integer> statuses = new ArrayList<>();
            for (CompletableFuture<HttpResponse<String>> response : responses) {
                statuses.add(response.get().statusCode());
                if (response.get().statusCode() == 503) {
                    assertTrue(
                            response.get().headers().firstValue("Retry-After").isPresent());
                }
            }
            assertEquals(2, statuses.stream().filter(status -> status == 504).count(), statuses.toString());
            assertEquals(4, statuses.stream().filter(status -> status == 503).count(), statuses.toString());
            while (server.post("/classify", "a").statusCode() == 503) { // until the last guest is replaced
                Thread.sleep(50);
            }
        }
    }

    @Test
    void longHeadersAreRefused() throws Exception {
        try (TestServer server = TestServer.settings().scripted()) {
            assertEquals(
                    431, server.get("/healthz", "X-Long", "a".repeat(10_000)).statusCode());
        }
    }

    @Test
    void aBodyThatDoesNotComeIsGivenUp() throws Exception {
        try (TestServer server =
                        TestServer.settings().timeout(Duration.ofSeconds(1)).scripted();
                Socket client = new Socket("127.0.0.1", server.port())) {
            send(client, "POST /classify HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");

            String answer = new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            assertEquals("HTTP/1.1 408", answer);
        }
    }

    /** Two hundred clients send a header's letter now and then, two hundred are silent; who is quick is served. */
    @Test
    void slowClientsKeepNobodyOut() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try (TestServer server = TestServer.settings().scripted()) {
            for (int i = 0; i < 200; i++) {
                Socket socket = new Socket("127.0.0.1", server.port());
                slow.add(socket);
                send(socket, i % 2 == 0 ? "POST /classify HTTP/1.1\r\nX: " : "");
            }
            for (int round = 0; round < 14; round++) {
                for (int i = 0; i < slow.size(); i += 2) {
                    trickle(slow.get(i));
                }
                assertEquals(200, server.post("/classify", "a").statusCode());
                Thread.sleep(1000);
            }
            for (int i = 0; i < slow.size(); i += 2) {
                assertEquals(-1, readOrEnd(slow.get(i)), "a head that never ends is cut off");
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    /** Each byte comes soon after the last one, but the handshake does not end. */
    @Test
    void aHandshakeThatDoesNotEndIsCutOff(@TempDir Path folder) throws Exception {
        byte[] longRecord = {0x16, 3, 1, 0x40, 0};
        try (TestServer server = TestServer.settings()
                        .tls(new ServerOptions.Tls(TestKeys.make(folder), TestKeys.PASSWORD))
                        .scripted();
                Socket slow = new Socket("127.0.0.1", server.port())) {
            slow.getOutputStream().write(longRecord);
            slow.setSoTimeout(1000);
            long start = System.nanoTime();
            while (!isClosed(slow)) {
                trickle(slow);
                assertTrue(System.nanoTime() - start < 25e9, "is still open");
            }
        }
    }

    private static boolean isClosed(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException e) {
            return !(e instanceof java.net.SocketTimeoutException);
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void trickle(Socket socket) {
        try {
            send(socket, "a");
        } catch (IOException e) {
            // it was cut off
        }
    }

    private static int readOrEnd(Socket socket) {
        try {
            socket.setSoTimeout(5000);
            return socket.getInputStream().read();
        } catch (IOException e) {
            return e instanceof java.net.SocketTimeoutException ? 0 : -1;
        }
    }
}
