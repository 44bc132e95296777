package io.github.wasmclassify.net;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.StreamClosedException;

/** Describes errors of a connection in plain words. */
record Faults(WebPolicy policy, ConnectionGuard guard) {
    IOException explain(IOException fault) {
        try {
            guard.check(fault);
        } catch (BrokenConnectionException late) {
            return late;
        }
        if (Thread.currentThread().isInterrupted()) {
            return new IOException("interrupted", fault);
        }
        if (fault instanceof SSLException) {
            return new IOException("no secure connection: " + fault.getMessage(), fault);
        }
        return new BrokenConnectionException(reason(fault), fault);
    }

    private String reason(IOException fault) {
        if (fault instanceof SocketTimeoutException) {
            return "no data for " + policy.stallLimit().toSeconds() + " s";
        }
        boolean isClosed = fault instanceof NoHttpResponseException
                || fault instanceof ConnectionClosedException
                || fault instanceof StreamClosedException
                || fault instanceof ClosedChannelException;
        return isClosed ? "the server closed the connection too early" : String.valueOf(fault.getMessage());
    }
}
