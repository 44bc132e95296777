package io.github.wasmclassify.server.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a request is answered with.
 *
 * @param headers beside those of the type and the length
 */
public record Answer(int status, String type, Body body, Map<String, String> headers) {
    public static final String JSON = "application/json";
    public static final String TEXT = "text/plain; charset=utf-8";

    public Answer(int status, String type, byte[] body, Map<String, String> headers) {
        this(status, type, Body.of(body), headers);
    }

    public static Answer json(String text) {
        return of(200, JSON, text);
    }

    public static Answer text(String text) {
        return of(200, TEXT, text);
    }

    public static Answer empty(int status, Map<String, String> headers) {
        return new Answer(status, "", new byte[0], headers);
    }

    static Answer of(int status, String type, String text) {
        return new Answer(status, type, text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** This answer with further headers. */
    public Answer with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Answer(status, type, body, all);
    }
}
