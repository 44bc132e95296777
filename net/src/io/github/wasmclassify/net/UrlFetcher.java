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
 * Fetches pictures by HTTP, within limits of size and time. Whoever writes a list of addresses must not reach what only
 * this machine can reach: an address, also one that a server redirects to, has to be public. Safe for use by several
 * threads.
 */
public final class UrlFetcher {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** What each thread may take without asking for a share, in bytes: most pictures are smaller. */
    private static final int SMALL = 4 << 20;

    private static final int SHARE_OF_MEMORY = 4; // a picture is copied a few times on its way

    private final WebClient client;
    private final Duration limit;
    private final FetchBudget budget;
    private final int small;

    /** Asks public addresses alone. */
    public UrlFetcher() {
        this(new WebClient(policy(LIMIT)));
    }

    /** @param client decides which addresses are asked */
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

    /** Public addresses alone. */
    static WebPolicy policy(Duration limit) {
        return new WebPolicy(
                Optional.of(PublicAddress::is), (from, to) -> true, CONNECT_LIMIT, Duration.ZERO, limit, true);
    }

    private static int largest() {
        return (int) Math.min(PictureFile.LARGEST, Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY);
    }

    /** For one picture, to be closed when it is done with. */
    public FetchBudget.Share share() {
        return budget.share();
    }

    /**
     * What is at an address.
     *
     * @param share takes what the picture needs of memory
     * @throws IOException whose message says why it cannot be had
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
