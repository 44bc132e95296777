package io.github.wasmclassify.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server on this machine that behaves as a test wants it to. */
public final class FileServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    public FileServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.start();
    }

    public FileServer serve(String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            String condition = exchange.getRequestHeaders().getFirst("If-Range");
            requests.add(exchange.getRequestURI()
                    + (range == null ? "" : " " + range)
                    + (condition == null ? "" : " if " + condition));
            try (exchange) {
                handler.handle(exchange);
            }
        });
        return this;
    }

    public String address(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    /** What was asked for, in order: the path, and the range and its condition where there were any. */
    public List<String> requests() {
        return requests;
    }

    /** A file, or the part of it that is asked for. */
    public static HttpHandler file(byte[] content, String etag) {
        return exchange -> {
            exchange.getResponseHeaders().set("ETag", etag);
            String range = exchange.getRequestHeaders().getFirst("Range");
            String condition = exchange.getRequestHeaders().getFirst("If-Range");
            if (range == null || condition != null && !condition.equals(etag)) {
                send(exchange, 200, content, content.length);
                return;
            }
            int start = Integer.parseInt(range.replaceAll("bytes=|-", ""));
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + start + "-" + (content.length - 1) + "/" + content.length);
            send(exchange, 206, Arrays.copyOfRange(content, start, content.length), content.length - start);
        };
    }

    /** A file whose connection breaks after some bytes. */
    public static HttpHandler broken(byte[] content, int after, String etag) {
        return exchange -> {
            exchange.getResponseHeaders().set("ETag", etag);
            send(exchange, 200, Arrays.copyOf(content, after), content.length);
        };
    }

    /** The first handler for the first request, and so on; the last for all that follow. */
    public static HttpHandler oneAfterTheOther(HttpHandler... handlers) {
        List<HttpHandler> left = new CopyOnWriteArrayList<>(handlers);
        return exchange -> (left.size() > 1 ? left.remove(0) : left.get(0)).handle(exchange);
    }

    public static HttpHandler status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    public static HttpHandler redirect(String location) {
        return exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            exchange.sendResponseHeaders(302, -1);
        };
    }

    /** Waits in a handler until the test goes on or is over. */
    public static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] content, long promised) throws IOException {
        exchange.sendResponseHeaders(status, promised);
        exchange.getResponseBody().write(content);
        exchange.getResponseBody().flush();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
