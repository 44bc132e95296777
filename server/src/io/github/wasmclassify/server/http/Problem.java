package io.github.wasmclassify.server.http;

import java.util.Map;

/** A request that cannot be answered as asked: an HTTP status, and a sentence for people. */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private static final int RETRY_SECONDS = 1;

    private final int status;
    private final String reason;
    private final transient Map<String, String> headers;

    /**
     * @param reason a word for programs, such as {@code not-a-picture}
     * @param headers that the answer has beside its own
     */
    public Problem(int status, String reason, String message, Map<String, String> headers) {
        super(message, null, false, false); // what the client did wrong needs no stack trace
        this.status = status;
        this.reason = reason;
        this.headers = headers;
    }

    public Problem(int status, String reason, String message) {
        this(status, reason, message, Map.of());
    }

    /** The request itself is wrong. */
    public static Problem badRequest(String message) {
        return new Problem(400, "bad-request", message);
    }

    public static Problem notFound(String message) {
        return new Problem(404, "not-found", message);
    }

    /** The server can do it later. */
    public static Problem busy(String message) {
        return new Problem(503, "busy", message, Map.of("Retry-After", Integer.toString(RETRY_SECONDS)));
    }

    public int status() {
        return status;
    }

    public String reason() {
        return reason;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
