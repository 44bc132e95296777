package io.github.wasmclassify.server.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** Undoes the content encoding of request bodies. */
final class Inflation {
    private static final int BLOCK = 1 << 16;

    private Inflation() {}

    /**
     * The body as it was before its client compressed it.
     *
     * @param encoding as the header names it; empty for none
     * @param limit of the result, in bytes
     * @param share of what all bodies may take
     * @throws Problem if the encoding is not known (415), the body is damaged (400) or becomes too large (413)
     */
    static byte[] inflate(byte[] body, String encoding, int limit, BodyBudget.Share share) {
        try {
            return switch (encoding.toLowerCase(Locale.ROOT)) {
                case "", "identity" -> body;
                case "gzip", "x-gzip" -> read(new GZIPInputStream(new ByteArrayInputStream(body)), limit, share);
                case "deflate" -> read(new InflaterInputStream(new ByteArrayInputStream(body)), limit, share);
                default ->
                    throw new Problem(415, "encoding", "a body may be encoded by gzip or deflate, not otherwise");
            };
        } catch (ZipException | EOFException e) {
            throw Problem.badRequest(
                    "the body is not the " + encoding.toLowerCase(Locale.ROOT) + " that its header says");
        } catch (IOException e) {
            throw new IllegalStateException(e); // an array is read
        }
    }

    private static byte[] read(InputStream inflated, int limit, BodyBudget.Share share) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        byte[] block = new byte[BLOCK];
        for (int length = inflated.read(block); length >= 0; length = inflated.read(block)) {
            if (content.size() + length > limit) {
                throw BodyReading.tooLarge(limit);
            }
            share.take(length);
            content.write(block, 0, length);
        }
        return content.toByteArray();
    }
}
