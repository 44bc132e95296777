package io.github.wasmclassify.server;

import io.github.wasmclassify.net.UrlFetcher;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How to serve.
 *
 * @param host name or address to listen at
 * @param port 0 for any that is free
 * @param pictures how many may be classified and wait, together
 * @param maxBody of a request, in bytes, after inflating
 * @param timeout for a request; zero for none
 * @param grace how long requests that were accepted may take when the server stops
 * @param connections how many clients may be connected at a time
 * @param token that clients need; none if empty
 * @param tls for HTTPS; HTTP if empty
 * @param fetcher gets pictures from addresses that clients name; they are refused if empty
 * @param origins whose pages may use the server, see {@link io.github.wasmclassify.server.http.CrossOrigin}
 * @param page whether there is a page for browsers
 * @param accessLog for a line of JSON for each request; none if empty
 */
public record ServerOptions(
        String host,
        int port,
        int pictures,
        int maxBody,
        Duration timeout,
        Duration grace,
        int connections,
        Optional<String> token,
        Optional<Tls> tls,
        Optional<UrlFetcher> fetcher,
        List<String> origins,
        boolean page,
        Optional<PrintStream> accessLog) {
    /**
     * @param keyStore a PKCS #12 or JKS file with the server's key and certificate
     * @param password of the file and the key
     */
    public record Tls(Path keyStore, String password) {}
}
