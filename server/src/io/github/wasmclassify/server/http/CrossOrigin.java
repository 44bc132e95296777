package io.github.wasmclassify.server.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/**
 * Which pages of other origins may use this server (the Fetch standard's CORS protocol).
 *
 * @param origins such as {@code https://example.org}, or {@code *} for all
 */
public record CrossOrigin(List<String> origins) {
    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

    /** What to answer to a browser that asks before its request; empty if this is no such question. */
    Optional<Answer> preflight(Request request) {
        boolean asks =
                request.getMethod().equals("OPTIONS") && request.getHeaders().contains("Access-Control-Request-Method");
        Map<String, String> headers = headers(request);
        if (!asks || !headers.containsKey(ALLOW_ORIGIN)) {
            return Optional.empty();
        }
        headers.put("Access-Control-Allow-Methods", "GET, POST");
        headers.put("Access-Control-Allow-Headers", "Authorization, Content-Type, Inference-Header-Content-Length");
        headers.put("Access-Control-Max-Age", "600");
        return Optional.of(Answer.empty(204, headers));
    }

    /** What lets the page that asked read the answer. */
    Map<String, String> headers(Request request) {
        Map<String, String> headers = new LinkedHashMap<>();
        String origin = request.getHeaders().get("Origin");
        if (!origins.isEmpty()) {
            headers.put("Vary", "Origin");
        }
        if (origin != null && (origins.contains(origin) || origins.contains("*"))) {
            headers.put(ALLOW_ORIGIN, origins.contains("*") ? "*" : origin);
            headers.put("Access-Control-Expose-Headers", "Inference-Header-Content-Length, Retry-After");
        }
        return headers;
    }
}
