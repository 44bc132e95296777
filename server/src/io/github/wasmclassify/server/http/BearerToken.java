package io.github.wasmclassify.server.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import org.eclipse.jetty.server.Request;

/** The word that a client must know (RFC 6750). */
public final class BearerToken {
    private static final String SCHEME = "Bearer ";

    private final byte[] digest;

    public BearerToken(String token) {
        digest = digest(token);
    }

    /** @throws Problem 401 if a request does not have it */
    void require(Request request) {
        String header = request.getHeaders().get("Authorization");
        boolean hasScheme = header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        // digests have the same length, so that the time tells nothing of the token's
        if (!hasScheme
                || !MessageDigest.isEqual(
                        digest, digest(header.substring(SCHEME.length()).trim()))) {
            throw new Problem(
                    401,
                    "unauthorized",
                    "this server needs its token in the header 'Authorization: Bearer TOKEN'",
                    Map.of("WWW-Authenticate", "Bearer"));
        }
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
