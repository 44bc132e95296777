package wasmclassify.model.download;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import wasmclassify.net.Proxies;

/**
 * Downloads over HTTP into a file that is not complete until the end. A connection that breaks is taken up again from where it broke
 * (RFC 9110, section 14), a few times at once and again with the next call.
 */
public final class Downloader {
    private static final int ATTEMPTS = 4;
    private static final int REDIRECTS = 5;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(20);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);
    private static final Duration STALL_LIMIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final HttpClient client;
    private final boolean plainRedirects;
    private final Duration stallLimit;

    /** @param plainRedirects whether a redirect may lead from http to http; to https it always may, from https to http never */
    public Downloader(boolean plainRedirects) {
        this(plainRedirects, STALL_LIMIT);
    }

    Downloader(boolean plainRedirects, Duration stallLimit) {
        this.plainRedirects = plainRedirects;
        this.stallLimit = stallLimit;
        client = HttpClient.newBuilder()
                .connectTimeout(CONNECT_LIMIT)
                .followRedirects(Redirect.NEVER) // see follow
                .proxy(Proxies.of(System.getenv()))
                .build();
    }

    /**
     * Completes {@code file} from what is at {@code source}.
     *
     * @param size of the whole, if known; another size is an error
     * @param limit for the size, where it is not known
     * @throws IOException whose message says why it did not work; what came of the file is kept where it can be gone on with
     */
    public void fetch(URI source, Path file, OptionalLong size, long limit, Progress progress) throws IOException {
        PartialFile part = new PartialFile(file);
        for (int attempt = 1;; attempt++) {
            try {
                attempt(source, part, size, limit, progress);
                part.forgetVersion();
                return;
            } catch (BrokenConnection e) {
                if (attempt == ATTEMPTS) {
                    throw new IOException("the connection broke after " + part.size() + (size.isPresent() ? " of " + size.getAsLong() : "")
                            + " bytes (" + e.getMessage() + "); the same command goes on from there", e);
                }
                pause(PAUSE.multipliedBy(attempt));
            }
        }
    }

    private void attempt(URI source, PartialFile part, OptionalLong size, long limit, Progress progress) throws IOException {
        if (part.size() > size.orElse(limit)) {
            part.delete();
        }
        if (size.isPresent() && part.size() == size.getAsLong()) {
            return;
        }
        HttpResponse<InputStream> response = request(source, part);
        try (StallGuard body = new StallGuard(response.body(), stallLimit)) {
            ContentRange offered = ContentRange.of(response);
            switch (response.statusCode()) {
                case 200 -> { }
                case 206 -> offered.requireStart(part.size());
                case 416 -> {
                    part.delete();
                    throw new BrokenConnection("the server no longer has the file that was begun", null);
                }
                default -> throw new IOException("the server answered " + response.statusCode());
            }
            offered.requireTotal(size, limit);
            boolean resumes = response.statusCode() == 206;
            long start = resumes ? part.size() : 0;
            try (OutputStream out = resumes ? part.append() : part.restart(strongVersion(response))) {
                copy(body, out, start, size.isPresent() ? size : offered.total(), limit, progress);
            }
        }
    }

    private HttpResponse<InputStream> request(URI source, PartialFile part) throws IOException {
        URI address = source;
        for (int hop = 0; hop <= REDIRECTS; hop++) {
            HttpRequest.Builder request = HttpRequest.newBuilder(address).header("User-Agent", "wasm-classify");
            if (part.size() > 0) {
                request.header("Range", "bytes=" + part.size() + "-");
                part.version().ifPresent(version -> request.header("If-Range", version));
            }
            HttpResponse<InputStream> response = send(request.build());
            Optional<String> location = response.headers().firstValue("Location");
            if (response.statusCode() / 100 != 3 || location.isEmpty()) {
                return response;
            }
            response.body().close();
            address = follow(address, location.get());
        }
        throw new IOException("more than " + REDIRECTS + " redirects");
    }

    private URI follow(URI address, String location) throws IOException {
        try {
            URI next = address.resolve(location);
            boolean isPlain = "http".equals(next.getScheme()) && "http".equals(address.getScheme());
            if ("https".equals(next.getScheme()) || isPlain && plainRedirects) {
                return next;
            }
        } catch (IllegalArgumentException e) {
            // no address: refused like others
        }
        throw new IOException("the server redirects to `" + location + "`, which is not followed because it is not https");
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<InputStream>> answer = client.sendAsync(request, BodyHandlers.ofInputStream());
        try {
            return answer.get(ANSWER_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new BrokenConnection("no answer within " + ANSWER_LIMIT.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw explain(request.uri(), e.getCause());
        }
    }

    private static IOException explain(URI address, Throwable cause) {
        if (cause instanceof HttpConnectTimeoutException || cause instanceof ConnectException) {
            String why = cause instanceof HttpConnectTimeoutException
                    ? "no connection within " + CONNECT_LIMIT.toSeconds() + " s"
                    : cause.getCause() instanceof UnresolvedAddressException ? "its name is not known" : "connection refused";
            return new IOException("cannot reach " + address.getHost() + ": " + why
                    + "; behind a proxy set HTTPS_PROXY, on a machine without network use --from FILE", cause);
        }
        return new BrokenConnection(String.valueOf(cause.getMessage()), cause);
    }

    private static void copy(StallGuard body, OutputStream out, long start, OptionalLong total, long limit, Progress progress)
            throws IOException {
        byte[] block = new byte[1 << 16];
        long done = start;
        for (int count = read(body, block); count >= 0; count = read(body, block)) {
            done += count;
            if (done > total.orElse(limit)) {
                throw new IOException("the server sends more than " + total.orElse(limit) + " bytes");
            }
            out.write(block, 0, count);
            progress.at(done, total);
        }
        if (total.isPresent() && done < total.getAsLong()) {
            throw new BrokenConnection("it was closed too early", null);
        }
    }

    private static int read(StallGuard body, byte[] block) throws BrokenConnection {
        try {
            return body.read(block);
        } catch (IOException e) {
            throw new BrokenConnection(String.valueOf(e.getMessage()), e);
        }
    }

    /** A weak ETag does not promise the same bytes. */
    private static Optional<String> strongVersion(HttpResponse<?> response) {
        return response.headers().firstValue("ETag").filter(tag -> tag.startsWith("\""));
    }

    private static void pause(Duration time) throws IOException {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** It may work when it is tried again. */
    private static final class BrokenConnection extends IOException {
        private static final long serialVersionUID = 1;

        BrokenConnection(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
