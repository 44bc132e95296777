package wasmclassify.input;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import wasmclassify.file.FileBytes;
import wasmclassify.image.PictureFile;
import wasmclassify.net.Proxies;
import wasmclassify.net.PublicAddress;

/**
 * Fetches pictures by HTTP, within limits of size and time. Whoever writes a list of addresses must not reach what only this machine can
 * reach: an address, also one that a server redirects to, has to be public. Java remembers what a name stands for (30 seconds, unless told
 * otherwise), so what was checked is what is connected to.
 */
final class UrlFetcher {
    private static final int REDIRECTS = 5;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient client;
    private final ProxySelector proxies = Proxies.of(System.getenv());
    private final Predicate<InetAddress> isAllowed;
    private final Duration limit;
    private final int largest;

    UrlFetcher() {
        this(PublicAddress::is, LIMIT, PictureFile.LARGEST);
    }

    /**
     * @param isAllowed which addresses may be connected to
     * @param limit for one picture, in all
     * @param largest that a picture may be, in bytes
     */
    UrlFetcher(Predicate<InetAddress> isAllowed, Duration limit, int largest) {
        this.isAllowed = isAllowed;
        this.limit = limit;
        this.largest = largest;
        client = HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).followRedirects(Redirect.NEVER).proxy(proxies).build();
    }

    /**
     * What is at an address.
     *
     * @throws IOException whose message says why it cannot be had
     */
    byte[] fetch(URI source) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        URI address = source;
        for (int hop = 0; hop <= REDIRECTS; hop++) {
            check(address);
            HttpResponse<InputStream> response = send(address, left(end));
            try (InputStream body = response.body()) {
                Optional<String> location = response.headers().firstValue("Location");
                if (response.statusCode() == 200) {
                    return read(body, left(end));
                }
                if (response.statusCode() / 100 != 3 || location.isEmpty()) {
                    throw new IOException("the server answered " + response.statusCode());
                }
                address = resolve(address, location.get());
            }
        }
        throw new IOException("more than " + REDIRECTS + " redirects");
    }

    private static URI resolve(URI address, String location) throws IOException {
        try {
            return address.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new IOException("the server redirects to `" + location + "`, which is no address", e);
        }
    }

    private void check(URI address) throws IOException {
        boolean isHttp = "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
        if (!isHttp || address.getHost() == null) {
            throw new IOException("`" + address + "` is no http or https address");
        }
        try {
            for (InetAddress found : InetAddress.getAllByName(address.getHost())) {
                if (!isAllowed.test(found)) {
                    throw new IOException(address.getHost() + " is not on the public internet, so it is not asked");
                }
            }
        } catch (UnknownHostException e) {
            if (proxies.select(address).stream().allMatch(proxy -> proxy.type() == Proxy.Type.DIRECT)) {
                throw new IOException("the name " + address.getHost() + " is not known", e);
            } // else the proxy may know it
        }
    }

    private HttpResponse<InputStream> send(URI address, Duration left) throws IOException {
        try {
            HttpRequest request = HttpRequest.newBuilder(address).timeout(left).header("User-Agent", "wasm-classify").build();
            return client.send(request, BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (HttpConnectTimeoutException e) {
            throw new IOException("no connection to " + address.getHost() + " within " + CONNECT_LIMIT.toSeconds() + " s", e);
        } catch (HttpTimeoutException e) {
            throw tooLate(e);
        } catch (IOException e) {
            throw new IOException("cannot reach " + address.getHost() + (e.getMessage() == null ? "" : ": " + e.getMessage()), e);
        }
    }

    private byte[] read(InputStream body, Duration left) throws IOException {
        AtomicBoolean isLate = new AtomicBoolean();
        Executor later = CompletableFuture.delayedExecutor(left.toNanos(), TimeUnit.NANOSECONDS);
        CompletableFuture<Void> alarm = CompletableFuture.runAsync(() -> {
            isLate.set(true);
            close(body);
        }, later);
        try {
            byte[] bytes = FileBytes.read(body, largest);
            if (isLate.get()) { // a stream that is closed may look like one that has ended
                throw tooLate(null);
            }
            return bytes;
        } catch (IOException e) {
            throw isLate.get() ? tooLate(e) : e;
        } finally {
            alarm.cancel(false);
        }
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            // the reader finds out
        }
    }

    private IOException tooLate(Throwable cause) {
        return new IOException("did not come within " + limit.toSeconds() + " s", cause);
    }

    private Duration left(long end) throws IOException {
        long nanos = end - System.nanoTime();
        if (nanos <= 0) {
            throw tooLate(null);
        }
        return Duration.ofNanos(nanos);
    }
}
