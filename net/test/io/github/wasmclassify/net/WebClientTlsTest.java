package io.github.wasmclassify.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A connection goes to an address, its certificate and the Host header are for the name. */
class WebClientTlsTest {
    private static final Executor THREADS =
            task -> new Thread(task).start(); // the common pool may have one thread alone
    private static final char[] PASSWORD = "password".toCharArray();

    @TempDir
    static Path folder;

    private static HttpsServer server;
    private static SSLContext tls;

    @BeforeAll
    static void start() throws Exception {
        tls = contextWithCertificateFor("photos.test");
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", exchange -> {
            byte[] host = exchange.getRequestHeaders().getFirst("Host").getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, host.length);
            exchange.getResponseBody().write(host);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    private static SSLContext contextWithCertificateFor(String name) throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:" + name,
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertEquals(0, keytool.waitFor());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(name, keys.getCertificate(keys.aliases().nextElement()));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static String get(String name, ProxySelector proxies) throws IOException {
        Duration limit = Duration.ofSeconds(20);
        WebPolicy policy = new WebPolicy(
                Optional.of(InetAddress::isLoopbackAddress), (from, to) -> true, limit, limit, limit, true);
        Resolver resolver = host -> new InetAddress[] {InetAddress.getLoopbackAddress()};
        try (WebAnswer answer = new WebClient(policy, resolver, proxies, tls::getSocketFactory)
                .get(URI.create("https://" + name + ":" + server.getAddress().getPort() + "/"), Map.of())) {
            return new String(answer.body().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void theNameIsAskedForAtItsAddress() throws Exception {
        assertEquals("photos.test:" + server.getAddress().getPort(), get("photos.test", Proxies.of(Map.of())));
    }

    @Test
    void aCertificateForAnotherNameIsRefused() {
        String failure = assertThrows(IOException.class, () -> get("other.test", Proxies.of(Map.of())))
                .getMessage();

        assertTrue(failure.startsWith("no secure connection: ") && failure.contains("other.test"), failure);
    }

    @Test
    void aProxyPassesOnWhatItCannotRead() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> tunnel(proxy), THREADS);

            String host = get("photos.test", Proxies.of(Map.of("https_proxy", "localhost:" + proxy.getLocalPort())));

            assertEquals("photos.test:" + server.getAddress().getPort(), host);
            assertEquals("CONNECT " + host + " HTTP/1.1", asked.get());
        }
    }

    /** Serves one connection, as a proxy. */
    private static String tunnel(ServerSocket proxy) {
        try (Socket client = proxy.accept();
                Socket target = new Socket(
                        InetAddress.getLoopbackAddress(), server.getAddress().getPort())) {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) client.getInputStream().read());
            }
            client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            CompletableFuture<Void> back = CompletableFuture.runAsync(() -> pass(target, client), THREADS);
            pass(client, target);
            back.get();
            return head.substring(0, head.indexOf("\r\n"));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // one of them has closed it
        }
    }
}
