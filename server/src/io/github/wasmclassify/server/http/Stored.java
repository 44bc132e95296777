package io.github.wasmclassify.server.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Content that clients may keep.
 *
 * @param type its media type
 * @param tag by which clients know whether what they keep is still the same
 */
public record Stored(String type, Supplier<Body> content, String tag) {
    private static final int TAG_BYTES = 16;

    /** What does not change while the server runs. */
    public static Stored of(String type, byte[] content) {
        return new Stored(type, () -> Body.of(content), tag(content));
    }

    /** @param state another one whenever the content is another */
    public static Stored of(String type, Supplier<Body> content, String state) {
        return new Stored(type, content, tag(state.getBytes(StandardCharsets.UTF_8)));
    }

    private static String tag(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return '"' + HexFormat.of().formatHex(digest, 0, TAG_BYTES) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** The content, or 304 where the client has it already. */
    public Answer answer(Call call) {
        Map<String, String> headers = Map.of("ETag", tag, "Cache-Control", "no-cache"); // ask each time, by the tag
        boolean isKnown =
                call.header("If-None-Match").filter(tags -> tags.contains(tag)).isPresent();
        return isKnown ? Answer.empty(304, headers) : new Answer(200, type, content.get(), headers);
    }
}
