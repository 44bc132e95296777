package io.github.wasmclassify.server.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** Reads a request's body as it comes, without holding a thread. */
final class BodyReading implements Runnable {
    private static final long MOST_DROPPED = 256 << 20;
    private static final int LONGEST_DROPPING_SECONDS = 10;

    private final Request request;
    private final Consumer<ByteBuffer> sink;
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    /** @param sink gets the bytes; what it throws ends the reading */
    private BodyReading(Request request, Consumer<ByteBuffer> sink) {
        this.request = request;
        this.sink = sink;
    }

    /**
     * The whole body; the future fails with a {@link Problem}. When it is completed from outside, the reading ends.
     *
     * @param limit in bytes
     * @param share of what all bodies may take
     * @param deadline for all of it
     */
    static CompletableFuture<byte[]> of(Request request, int limit, BodyBudget.Share share, Deadline deadline) {
        if (request.getLength() > limit) {
            return CompletableFuture.failedFuture(tooLarge(limit));
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        BodyReading reading = new BodyReading(request, bytes -> {
            if (content.size() + bytes.remaining() > limit) {
                throw tooLarge(limit);
            }
            share.take(bytes.remaining());
            byte[] part = new byte[bytes.remaining()];
            bytes.get(part);
            content.writeBytes(part);
        });
        reading.run();
        return deadline.limit(reading.end).thenApply(done -> content.toByteArray());
    }

    /**
     * Reads and drops what is left of a body whose request is refused, within limits: many clients read no answer while
     * they send. The future does not fail.
     */
    static CompletableFuture<Void> drop(Request request) {
        boolean isHeldBack = request.getHeaders().contains("Expect", "100-continue");
        if (isHeldBack || request.getLength() > MOST_DROPPED) {
            return CompletableFuture.completedFuture(null);
        }
        long[] dropped = {0};
        BodyReading reading = new BodyReading(request, bytes -> {
            dropped[0] += bytes.remaining();
            if (dropped[0] > MOST_DROPPED) {
                throw Problem.badRequest("the body does not end");
            }
        });
        reading.run();
        return reading.end.orTimeout(LONGEST_DROPPING_SECONDS, TimeUnit.SECONDS).exceptionally(failure -> null);
    }

    static Problem tooLarge(int limit) {
        return new Problem(413, "too-large", "the request's body is larger than " + limit + " bytes");
    }

    /** Is called again whenever there is more to read. */
    @Override
    public void run() {
        try {
            while (!end.isDone()) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this);
                    return;
                }
                take(chunk);
            }
        } catch (RuntimeException e) {
            end.completeExceptionally(e);
        }
    }

    private void take(Content.Chunk chunk) {
        if (Content.Chunk.isFailure(chunk)) {
            throw Problem.badRequest("the request's body did not come to its end");
        }
        try {
            sink.accept(chunk.getByteBuffer());
        } finally {
            chunk.release();
        }
        if (chunk.isLast()) {
            end.complete(null);
        }
    }
}
