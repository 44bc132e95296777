package io.github.wasmclassify.net.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.net.Proxies;
import io.github.wasmclassify.testing.FileServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloaderTest {
    @TempDir
    Path folder;

    @Test
    void aServerThatFallsSilentIsGivenUp() {
        CountDownLatch end = new CountDownLatch(1);
        try (FileServer server = new FileServer()) {
            server.serve("/silent", exchange -> {
                exchange.sendResponseHeaders(200, 100);
                exchange.getResponseBody().write(new byte[10]);
                exchange.getResponseBody().flush();
                FileServer.await(end);
            });
            Downloader downloader = new Downloader(true, Duration.ofMillis(200));

            IOException e = assertThrows(
                    IOException.class,
                    () -> downloader.fetch(
                            URI.create(server.address("/silent")),
                            folder.resolve("part"),
                            OptionalLong.of(100),
                            1000,
                            Progress.NONE));

            assertTrue(
                    e.getMessage().startsWith("the connection broke after 10 of 100 bytes (no data for "),
                    e.getMessage());
            end.countDown();
        }
    }

    @Test
    void whatIsEndlessIsCutOff() {
        try (FileServer server = new FileServer()) {
            server.serve("/endless", exchange -> {
                exchange.sendResponseHeaders(200, 0); // chunked
                for (int i = 0; i < 1000; i++) {
                    exchange.getResponseBody().write(new byte[1000]);
                }
            });

            IOException e = assertThrows(
                    IOException.class,
                    () -> new Downloader(true)
                            .fetch(
                                    URI.create(server.address("/endless")),
                                    folder.resolve("part"),
                                    OptionalLong.empty(),
                                    5000,
                                    Progress.NONE));

            assertEquals("the server sends more than 5000 bytes", e.getMessage());
        }
    }

    @Test
    void proxiesAreChosenAsTheEnvironmentSays() {
        ProxySelector proxies =
                Proxies.of(Map.of("https_proxy", "http://proxy.example:3128", "NO_PROXY", "localhost,.inner.example"));

        assertEquals(
                List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy.example", 3128))),
                proxies.select(URI.create("https://models.example/x")));
        assertEquals(List.of(Proxy.NO_PROXY), proxies.select(URI.create("http://models.example/x")));
        assertEquals(List.of(Proxy.NO_PROXY), proxies.select(URI.create("https://a.inner.example/x")));
        assertEquals(
                1,
                Proxies.of(Map.of("ALL_PROXY", "proxy.example:80"))
                        .select(URI.create("http://models.example/x"))
                        .size());
    }
}
