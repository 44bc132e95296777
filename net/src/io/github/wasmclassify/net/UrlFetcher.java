package io.github.wasmclassify.net;

import io.github.wasmclassify.file.FileBytes;
import io.github.wasmclassify.image.PictureFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Fetches pictures by HTTP, within limits of size and time. All addresses must be public, also those that a server
 * redirects to, so that the author of a list of URLs cannot reach what only this machine can reach. Safe for use by
 * several threads.
 */
public final class UrlFetcher {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** Smaller pictures, which most are, need no share of the budget; in bytes. */
    private static final int SMALL = 4 << 20;

    private static final int SHARE_OF_MEMORY = 4; // because a picture is copied a few times on its way

    private final WebClient client;
    private final Duration limit;
    private final FetchBudget budget;
    private final int small;

    /** Fetches from public addresses only. */
    public UrlFetcher() {
        this(new WebClient(policy(LIMIT)));
    }

    /** @param client decides which addresses are allowed */
    public UrlFetcher(WebClient client) {
        this(client, LIMIT, new FetchBudget(largest()), SMALL);
    }

    /**
     * @param limit for one picture, in all
     * @param budget for all pictures larger than {@code small} bytes
     */
    UrlFetcher(WebClient client, Duration limit, FetchBudget budget, int small) {
        this.client = client;
        this.limit = limit;
        this.budget = budget;
        this.small = small;
    }

    /** Allows public addresses only. */
    static WebPolicy policy(Duration limit) {
        return new WebPolicy(
                Optional.of(PublicAddress::is), (from, to) -> true, CONNECT_LIMIT, Duration.ZERO, limit, true);
    }

    private static int largest() {
        return (int) Math.min(PictureFile.LARGEST, Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY);
    }

    /** A share of the budget for one picture. Close it when the picture is no longer needed. */
    public FetchBudget.Share share() {
        return budget.share();
    }

    /**
     * The content at an address.
     *
     * @param share grows to the memory that the picture needs
     * @throws IOException whose message says why the content cannot be fetched
     */
    public byte[] fetch(URI source, FetchBudget.Share share) throws IOException {
        try (WebAnswer answer = client.get(source, Map.of())) {
            if (answer.status() != 200) {
                throw new IOException("the server answered " + answer.status());
            }
            if (answer.length().orElse(0) > budget.size()) {
                throw FileBytes.tooLarge(budget.size(), hint());
            }
            return read(answer, share);
        }
    }

    private byte[] read(WebAnswer answer, FetchBudget.Share share) throws IOException {
        InputStream body = answer.body();
        byte[] start = body.readNBytes(small);
        if (start.length < small) {
            return start;
        }
        if (!PictureFile.isPicture(start)) {
            throw new IOException("not a picture (its first bytes are not those of a known format)");
        }
        share.take((int) answer.length().orElse(budget.size()), limit);
        return FileBytes.read(new SequenceInputStream(new ByteArrayInputStream(start), body), budget.size(), hint());
    }

    private String hint() {
        return budget.size() < PictureFile.LARGEST
                ? ", a quarter of the memory that Java has; start Java with a larger -Xmx"
                : "";
    }
}
