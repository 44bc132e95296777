package io.github.wasmclassify.server.http;

import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.QuotedQualityCSV;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** A request with its whole body. */
public final class Call {
    /** The request attribute with the name of the model that a request is about. */
    static final String MODEL = Call.class.getName() + ".model";

    private final Request request;
    private final Map<String, String> variables;
    private final byte[] body;
    private final Deadline deadline;
    private final Fields query;

    /**
     * @param variables of the path
     * @param body as it is after inflating
     */
    Call(Request request, Map<String, String> variables, byte[] body, Deadline deadline) {
        this.request = request;
        this.variables = variables;
        this.body = body;
        this.deadline = deadline;
        query = query(request);
    }

    private static Fields query(Request request) {
        try {
            return Request.extractQueryParameters(request);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("the address's query cannot be read: " + e.getMessage());
        }
    }

    /** The part of the path that stands for a name in braces. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    public Optional<String> query(String name) {
        return Optional.ofNullable(query.getValue(name));
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    /** The media type of the body in lower case, without parameters; empty if none is given. */
    public String mediaType() {
        return MediaTypes.essence(header("Content-Type").orElse(""));
    }

    public byte[] body() {
        return body;
    }

    public Deadline deadline() {
        return deadline;
    }

    /** Whether the client names this media type before JSON, which is sent where it does not care. */
    public boolean prefers(String mediaType) {
        return prefers(request, mediaType);
    }

    static boolean prefers(Request request, String mediaType) {
        QuotedQualityCSV accepted = new QuotedQualityCSV();
        for (HttpField field : request.getHeaders()) {
            if (field.is("Accept")) {
                accepted.addValue(field.getValue());
            }
        }
        for (String range : accepted.getValues()) {
            String type = MediaTypes.essence(range);
            if (type.equals(mediaType)) {
                return true;
            } else if (type.equals("application/json") || type.equals("*/*")) {
                return false;
            }
        }
        return false;
    }

    /** Tells logs and metrics which model the request is about. */
    public void isAbout(String model) {
        request.setAttribute(MODEL, model);
    }
}
