package io.github.wasmclassify.server.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** Who may use a route of a server that has a token. */
public enum Access {
    /** Clients that know the token. */
    WITH_TOKEN,
    /** All clients. */
    OPEN,
    /** All clients that send no body; those that do need the token. */
    OPEN_WITHOUT_BODY;

    boolean needsToken(Request request) {
        return switch (this) {
            case WITH_TOKEN -> true;
            case OPEN -> false;
            case OPEN_WITHOUT_BODY ->
                request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
        };
    }
}
