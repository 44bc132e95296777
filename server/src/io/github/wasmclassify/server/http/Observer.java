package io.github.wasmclassify.server.http;

import java.time.Duration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;

/** Is told of every request that was answered. */
@FunctionalInterface
public interface Observer {
    /**
     * @param client its address
     * @param target path and query as the client sent them
     * @param route the form of its path; empty where no route has it
     * @param model that it was about; empty for none
     * @param bytesIn of its body
     * @param bytesOut of the answer's body
     */
    record Answered(
            String client,
            String method,
            String target,
            String route,
            String model,
            int status,
            long bytesIn,
            long bytesOut,
            Duration time) {}

    /** For any thread. */
    void answered(Answered request);

    /** As Jetty wants it. */
    static RequestLog log(Observer observer) {
        return (request, response) -> observer.answered(of(request, response));
    }

    private static Answered of(Request request, Response response) {
        return new Answered(
                Request.getRemoteAddr(request),
                request.getMethod(),
                request.getHttpURI().getPathQuery(),
                attribute(request, Dispatcher.ROUTE),
                attribute(request, Call.MODEL),
                response.getStatus(),
                Request.getContentBytesRead(request),
                Response.getContentBytesWritten(response),
                Duration.ofNanos(System.nanoTime() - request.getBeginNanoTime()));
    }

    private static String attribute(Request request, String name) {
        return request.getAttribute(name) instanceof String text ? text : "";
    }
}
