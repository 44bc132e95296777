package io.github.wasmclassify.server.http;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** Reads a request's body as it comes, without holding a thread, and no more of it than allowed. */
final class BodyReading implements Runnable {
    /**
     * What of a body that is too large is read and dropped, in limits: a client that still sends does not read the
     * answer.
     */
    private static final int MOST_DROPPED = 4;

    private final Request request;
    private final int limit;
    private final BodyBudget.Share share;
    private final CompletableFuture<byte[]> result = new CompletableFuture<>();
    private ByteArrayOutputStream content = new ByteArrayOutputStream();
    private long read;

    private BodyReading(Request request, int limit, BodyBudget.Share share) {
        this.request = request;
        this.limit = limit;
        this.share = share;
    }

    /**
     * The whole body; the future fails with a {@link Problem}.
     *
     * @param limit in bytes
     * @param share of what all bodies may take
     */
    static CompletableFuture<byte[]> of(Request request, int limit, BodyBudget.Share share) {
        BodyReading reading = new BodyReading(request, limit, share);
        if (request.getLength() > limit && (reading.mayDrop() < request.getLength() || isWaiting(request))) {
            reading.result.completeExceptionally(tooLarge(limit));
        } else {
            reading.run();
        }
        return reading.result;
    }

    static Problem tooLarge(int limit) {
        return new Problem(413, "too-large", "the request's body is larger than " + limit + " bytes");
    }

    private static boolean isWaiting(Request request) {
        return request.getHeaders().contains("Expect", "100-continue");
    }

    private long mayDrop() {
        return (long) MOST_DROPPED * limit;
    }

    /** Is called again whenever there is more to read. */
    @Override
    public void run() {
        try {
            while (!result.isDone()) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this);
                    return;
                }
                take(chunk);
            }
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    private void take(Content.Chunk chunk) {
        if (Content.Chunk.isFailure(chunk)) {
            result.completeExceptionally(Problem.badRequest("the request's body did not come to its end"));
            return;
        }
        try {
            keep(chunk);
        } finally {
            chunk.release();
        }
        if (read > mayDrop()) {
            result.completeExceptionally(tooLarge(limit));
        } else if (chunk.isLast()) {
            finish();
        }
    }

    private void keep(Content.Chunk chunk) {
        int length = chunk.remaining();
        read += length;
        if (read > limit) {
            content = new ByteArrayOutputStream();
            return;
        }
        share.take(length);
        byte[] bytes = new byte[length];
        chunk.getByteBuffer().get(bytes);
        content.writeBytes(bytes);
    }

    private void finish() {
        if (read > limit) {
            result.completeExceptionally(tooLarge(limit));
        } else {
            result.complete(content.toByteArray());
        }
    }
}
