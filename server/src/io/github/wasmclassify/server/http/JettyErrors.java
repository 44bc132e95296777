package io.github.wasmclassify.server.http;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** The answers to requests that Jetty refuses, before an action sees them, in the form of all others. */
public final class JettyErrors extends ErrorHandler {
    @Override
    protected void generateResponse(
            Request request, Response response, int status, String message, Throwable cause, Callback callback) {
        Answer answer = ErrorFormat.of(problem(status), request);
        response.getHeaders().put("Content-Type", answer.type());
        answer.body().write(request, response, callback);
    }

    private static Problem problem(int status) {
        String message = switch (status) {
            case 400 -> "the request is not understood: its address or a header is malformed";
            case 414, 431 -> "the request's address and headers are larger than the server takes";
            case 503 -> "the server is shutting down";
            default -> "the request cannot be answered: " + HttpStatus.getMessage(status);
        };
        return new Problem(status, status < 500 ? "bad-request" : "unavailable", message);
    }
}
