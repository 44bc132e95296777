package io.github.wasmclassify.server.http;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes the bodies of all requests may have together. For any thread. */
final class BodyBudget {
    private final long size;
    private final AtomicLong taken = new AtomicLong();

    /** @param size in bytes */
    BodyBudget(long size) {
        this.size = size;
    }

    /** One request's part, which is empty at first. */
    Share share() {
        return new Share();
    }

    /** For one thread at a time. */
    final class Share {
        private long mine;

        /** @throws Problem 503 if there is not so much left */
        void take(long bytes) {
            mine += bytes;
            if (taken.addAndGet(bytes) > size) {
                throw Problem.busy("the server holds as many request bodies as it has memory for");
            }
        }

        /** What was taken is free again. */
        void giveBack() {
            taken.addAndGet(-mine);
            mine = 0;
        }
    }
}
