package io.github.wasmclassify.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.testing.FileServer;
import io.github.wasmclassify.testing.NamedAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which addresses are connected to. The server on this machine stands for a public one, under the name
 * {@code photos.test}.
 */
class WebClientTest {
    private static final byte[] CONTENT = {1, 2, 3};
    private static final InetAddress SERVER = NamedAddress.of("photos.test", 127, 0, 0, 1);
    private static final InetAddress PRIVATE = NamedAddress.of("photos.test", 10, 0, 0, 1);
    private static final ProxySelector DIRECT = Proxies.of(Map.of());

    private final FileServer server = new FileServer().serve("/a", FileServer.file(CONTENT, "\"1\""));
    private final List<String> resolved = new ArrayList<>();

    @AfterEach
    void stop() {
        server.close();
    }

    /** Answers in turn, and again with the last one. */
    private Resolver answers(InetAddress[]... inTurn) {
        return host -> {
            resolved.add(host);
            return inTurn[Math.min(resolved.size(), inTurn.length) - 1];
        };
    }

    @SuppressWarnings("ReferenceEquality") // another address object of this machine is not allowed
    private static WebClient client(Resolver resolver, ProxySelector proxies) {
        Duration limit = Duration.ofSeconds(10);
        WebPolicy policy = new WebPolicy(
                Optional.of(found -> found == SERVER || PublicAddress.is(found)),
                (from, to) -> true,
                limit,
                limit,
                limit,
                true);
        return new WebClient(policy, resolver, proxies, () -> (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    private static byte[] get(WebClient client, String address) throws IOException {
        try (WebAnswer answer = client.get(URI.create(address), Map.of())) {
            return answer.body().readAllBytes();
        }
    }

    private static String failure(WebClient client, String address) {
        return assertThrows(IOException.class, () -> get(client, address)).getMessage();
    }

    private String photos(String path) {
        return server.address(path).replace("localhost", "photos.test");
    }

    private static InetAddress[] only(InetAddress... addresses) {
        return addresses;
    }

    @Test
    void theAddressThatWasCheckedIsConnectedTo() throws Exception {
        WebClient client = client(answers(only(SERVER), only(PRIVATE)), DIRECT);

        assertArrayEquals(CONTENT, get(client, photos("/a")));
        assertEquals(List.of("photos.test"), resolved);
        assertEquals("photos.test is not a public address, so it is not contacted", failure(client, photos("/a")));
    }

    @Test
    void aNameWithAPublicAndAPrivateAddressIsNotAsked() {
        WebClient client = client(answers(only(SERVER, PRIVATE)), DIRECT);

        assertEquals("photos.test is not a public address, so it is not contacted", failure(client, photos("/a")));
        assertEquals(List.of(), server.requests());
    }

    @Test
    void aRedirectIsCheckedAnew() {
        server.serve("/again", FileServer.redirect("/a"));
        WebClient client = client(answers(only(SERVER), only(PRIVATE)), DIRECT);

        assertEquals("photos.test is not a public address, so it is not contacted", failure(client, photos("/again")));
        assertEquals(List.of("/again"), server.requests());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "//127.0.0.1/",
                "http://127.1/",
                "http://2130706433/",
                "http://[::1]/",
                "http://[::]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::ffff:a00:1]/",
                "http://[64:ff9b::7f00:1]/",
                "http://[64:ff9b:1::101:101]/",
                "http://[2002:7f00:1::]/",
                "http://[fe80::1]/",
                "http://[fd00::1]/",
                "http://0.0.0.0/",
                "http://localhost/",
                "https://localhost/",
                "http://10.1.2.3/",
                "http://169.254.169.254/latest",
                "http://user@127.0.0.1/",
                "http://100.64.0.1/",
                "http://0/",
                "http://0x7f.1/",
                "http://0x7f000001/"
            })
    void aRedirectToAPrivateAddressIsNotFollowedHoweverItIsSpelt(String location) {
        server.serve("/away", FileServer.redirect(location));
        Resolver resolver = host -> host.equals("photos.test") ? only(SERVER) : Resolver.SYSTEM.resolve(host);

        String failure = failure(client(resolver, DIRECT), photos("/away"));

        assertTrue(
                failure.endsWith(" is not a public address, so it is not contacted")
                        || failure.equals("cannot resolve host 0x7f000001") // which some systems take for 127.0.0.1
                        || failure.endsWith(" is not an http or https address"),
                failure);
        assertEquals(List.of("/away"), server.requests());
    }

    /** The next request is not sent on a connection that was kept, nor again on a new one where it gets no answer. */
    @Test
    void aServerThatKeepsAndThenClosesAConnectionMovesNobodyToAnotherAddress() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> serving = CompletableFuture.runAsync(() -> {
                answer(server, "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\nx");
                answer(server, "");
            });
            WebClient client = client(answers(only(SERVER), only(SERVER), only(PRIVATE)), DIRECT);
            String address = "http://photos.test:" + server.getLocalPort() + "/";

            assertEquals(1, get(client, address).length);
            assertEquals("the server closed the connection too early", failure(client, address));
            assertEquals(2, resolved.size());
            assertEquals("photos.test is not a public address, so it is not contacted", failure(client, address));
            serving.get();
        }
    }

    private static void answer(ServerSocket server, String answer) {
        try (Socket socket = server.accept()) {
            readHead(socket);
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void readHead(Socket socket) throws IOException {
        for (String head = "";
                !head.endsWith("\r\n\r\n");
                head += (char) socket.getInputStream().read()) {}
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 100 Continue\r\n\r\n"})
    void aHeadWithoutAnEndIsNotRead(String start) throws Exception {
        String more = start.endsWith(": ") ? "x" : start.contains("100") ? start : "X: y\r\n";
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> serving =
                    CompletableFuture.runAsync(() -> answer(server, start + more.repeat(1 << 16)));

            assertThrows(
                    IOException.class,
                    () -> get(client(answers(only(SERVER)), DIRECT), "http://photos.test:" + server.getLocalPort()));
            serving.exceptionally(broken -> null).get();
        }
    }

    @Test
    void aNameThatNobodyKnowsIsSaid() {
        Resolver nobody = host -> {
            throw new UnknownHostException(host);
        };

        assertEquals("cannot resolve host example.com", failure(client(nobody, DIRECT), "http://example.com/"));
    }

    @Test
    void anInterruptEndsTheWaiting() throws Exception {
        CountDownLatch isAsked = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        server.serve("/silent", exchange -> {
            isAsked.countDown();
            FileServer.await(end);
        });
        CompletableFuture<String> said = new CompletableFuture<>();
        Thread thread =
                new Thread(() -> said.complete(failure(client(answers(only(SERVER)), DIRECT), photos("/silent"))));
        thread.start();
        isAsked.await();
        thread.interrupt();

        assertEquals("interrupted", said.get());
        end.countDown();
    }

    private ProxySelector throughServer() {
        return Proxies.of(Map.of("http_proxy", server.address("")));
    }

    @Test
    void aProxyResolvesWhatThisMachineCannot() throws Exception {
        Resolver resolver = host -> {
            if (host.equals("localhost")) {
                return only(SERVER);
            }
            throw new UnknownHostException(host);
        };

        assertArrayEquals(CONTENT, get(client(resolver, throughServer()), "http://elsewhere.test/a"));
        assertEquals(List.of("http://elsewhere.test/a"), server.requests());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "10.1.2.3",
                "[::1]",
                "0177.0.0.1",
                "08.8.8.8",
                "2130706433",
                "0x7f000001"
            })
    void aProxyIsNotAskedForPrivateAddresses(String host) {
        assertEquals(
                host.replaceAll("[\\[\\]]", "") + " is not a public address, so it is not contacted",
                failure(client(Resolver.SYSTEM, throughServer()), "http://" + host + "/a"));
        assertEquals(List.of(), server.requests());
    }
}
