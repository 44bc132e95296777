package io.github.wasmclassify.server.http;

import com.google.gson.JsonObject;
import org.eclipse.jetty.server.Request;

/** How clients get to know of a {@link Problem}: as text, or as the JSON of the protocol that they speak. */
final class ErrorFormat {
    /** The Open Inference Protocol has {@code {"error": "..."}}. */
    private static final String INFERENCE_PROTOCOL = "/v2";

    private ErrorFormat() {}

    static Answer of(Problem problem, Request request) {
        String path = request.getHttpURI().getCanonicalPath();
        boolean isText = "/".equals(path) || Call.prefers(request, "text/plain");
        Answer answer = isText
                ? Answer.of(problem.status(), Answer.TEXT, problem.getMessage() + "\n")
                : Answer.of(problem.status(), Answer.JSON, json(problem, path) + "\n");
        return answer.with(problem.headers());
    }

    private static JsonObject json(Problem problem, String path) {
        JsonObject root = new JsonObject();
        if (path != null && (path.equals(INFERENCE_PROTOCOL) || path.startsWith(INFERENCE_PROTOCOL + "/"))) {
            root.addProperty("error", problem.getMessage());
        } else {
            JsonObject error = new JsonObject();
            error.addProperty("cause", problem.reason());
            error.addProperty("message", problem.getMessage());
            root.add("error", error);
        }
        return root;
    }
}
