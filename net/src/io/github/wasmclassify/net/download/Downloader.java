package io.github.wasmclassify.net.download;

import io.github.wasmclassify.net.BrokenConnectionException;
import io.github.wasmclassify.net.WebAnswer;
import io.github.wasmclassify.net.WebClient;
import io.github.wasmclassify.net.WebPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Downloads over HTTP into a partial file. If the connection breaks, the download resumes where it broke off (RFC 9110,
 * section 14): a few times at once, and again with the next call.
 */
public final class Downloader {
    private static final int ATTEMPTS = 4;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(20);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);
    private static final Duration STALL_LIMIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final WebClient client;

    /**
     * @param plainRedirects whether redirects from http to http are followed; those to https always are, those from
     *     https to http never
     */
    public Downloader(boolean plainRedirects) {
        this(plainRedirects, STALL_LIMIT);
    }

    Downloader(boolean plainRedirects, Duration stallLimit) {
        client = new WebClient(new WebPolicy(
                Optional.empty(),
                (from, to) -> mayRedirect(from, to, plainRedirects),
                CONNECT_LIMIT,
                stallLimit,
                ANSWER_LIMIT,
                false));
    }

    private static boolean mayRedirect(URI from, URI to, boolean plainRedirects) {
        boolean isPlain = "http".equalsIgnoreCase(to.getScheme()) && "http".equalsIgnoreCase(from.getScheme());
        return "https".equalsIgnoreCase(to.getScheme()) || isPlain && plainRedirects;
    }

    /**
     * Completes {@code file} with the content at {@code source}.
     *
     * @param size of the complete file, if known; any other size is an error
     * @param limit for the size, where it is not known
     * @throws io.github.wasmclassify.net.UnreachableException if there is no connection
     * @throws IOException whose message says why it failed; what has arrived is kept if the download can be resumed
     */
    public void fetch(URI source, Path file, OptionalLong size, long limit, Progress progress) throws IOException {
        PartialFile part = new PartialFile(file);
        for (int attempt = 1; ; attempt++) {
            try {
                attempt(source, part, size, limit, progress);
                part.forgetVersion();
                return;
            } catch (BrokenConnectionException e) {
                if (attempt == ATTEMPTS) {
                    throw new IOException(
                            "the connection broke after " + part.size()
                                    + (size.isPresent() ? " of " + size.getAsLong() : "") + " bytes (" + e.getMessage()
                                    + "); run the same command again to resume",
                            e);
                }
                pause(PAUSE.multipliedBy(attempt));
            }
        }
    }

    private void attempt(URI source, PartialFile part, OptionalLong size, long limit, Progress progress)
            throws IOException {
        if (part.size() > size.orElse(limit)) {
            part.delete();
        }
        if (size.isPresent() && part.size() == size.getAsLong()) {
            return;
        }
        try (WebAnswer answer = client.get(source, range(part))) {
            ContentRange offered = ContentRange.of(answer);
            switch (answer.status()) {
                case 200 -> {}
                case 206 -> offered.requireStart(part.size());
                case 416 -> {
                    part.delete();
                    throw new BrokenConnectionException(
                            "the file on the server has changed since the download began", null);
                }
                default -> throw new IOException("the server answered " + answer.status());
            }
            offered.requireTotal(size, limit);
            receive(answer, part, size.isPresent() ? size : offered.total(), limit, progress);
        }
    }

    private static Map<String, String> range(PartialFile part) throws IOException {
        Map<String, String> headers = new HashMap<>();
        if (part.size() > 0) {
            headers.put("Range", "bytes=" + part.size() + "-");
            part.version().ifPresent(version -> headers.put("If-Range", version));
        }
        return headers;
    }

    /** Keeps nothing of a file that is longer than it should be. */
    private static void receive(WebAnswer answer, PartialFile part, OptionalLong total, long limit, Progress progress)
            throws IOException {
        boolean resumes = answer.status() == 206;
        long done = resumes ? part.size() : 0;
        long most = total.orElse(limit);
        try (OutputStream out = resumes ? part.append() : part.restart(strongVersion(answer))) {
            InputStream body = answer.body();
            byte[] block = new byte[1 << 16];
            for (int count = body.read(block); count >= 0 && done <= most; count = body.read(block)) {
                done += count;
                if (done <= most) {
                    out.write(block, 0, count);
                    progress.at(done, total);
                }
            }
        }
        if (done > most) {
            part.delete();
            throw new IOException("the server sends more than " + most + " bytes");
        }
        if (total.isPresent() && done < most) {
            throw new BrokenConnectionException("the server closed the connection too early", null);
        }
    }

    /** A weak ETag does not promise the same bytes. */
    private static Optional<String> strongVersion(WebAnswer answer) {
        return answer.header("ETag").filter(tag -> tag.startsWith("\""));
    }

    private static void pause(Duration time) throws IOException {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
