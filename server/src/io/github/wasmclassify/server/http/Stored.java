package io.github.wasmclassify.server.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * Content that does not change while the server runs.
 *
 * @param tag by which clients know whether what they keep is still the same
 */
public record Stored(String type, byte[] content, String tag) {
    private static final int TAG_BYTES = 16;

    public static Stored of(String type, byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return new Stored(type, content, '"' + HexFormat.of().formatHex(digest, 0, TAG_BYTES) + '"');
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** The content, or 304 where the client has it already. */
    public Answer answer(Call call) {
        Map<String, String> headers = Map.of("ETag", tag, "Cache-Control", "no-cache"); // ask each time, by the tag
        boolean isKnown =
                call.header("If-None-Match").filter(tags -> tags.contains(tag)).isPresent();
        return isKnown ? Answer.empty(304, headers) : new Answer(200, type, content, headers);
    }
}
