package io.github.wasmclassify.model.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a file's content must add up to.
 *
 * @param algorithm how it is computed
 * @param hex the result, in lower case
 */
public record Digest(Algorithm algorithm, String hex) {
    /** How a digest is computed. */
    public enum Algorithm {
        SHA256("sha256", "SHA-256", 64),
        /** The id that git gives a file: SHA-1 of {@code blob SIZE\0} and the content. */
        GIT_BLOB("git-blob-sha1", "SHA-1", 40);

        private final String prefix;
        private final String javaName;
        private final int length;

        Algorithm(String prefix, String javaName, int length) {
            this.prefix = prefix;
            this.javaName = javaName;
            this.length = length;
        }

        private MessageDigest start(long size) {
            try {
                MessageDigest digest = MessageDigest.getInstance(javaName);
                if (this == GIT_BLOB) {
                    digest.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
                }
                return digest;
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError("every Java platform has " + javaName, e);
            }
        }
    }

    /**
     * Reads {@code sha256:HEX} or {@code git-blob-sha1:HEX}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static Digest parse(String text) {
        for (Algorithm algorithm : Algorithm.values()) {
            if (text.matches(algorithm.prefix + ":[0-9a-f]{" + algorithm.length + "}")) {
                return new Digest(algorithm, text.substring(algorithm.prefix.length() + 1));
            }
        }
        throw new IllegalArgumentException(
                "`digest` must be sha256: and 64 or git-blob-sha1: and 40 hexadecimal digits, not `" + text + "`");
    }

    public static Digest of(byte[] content, Algorithm algorithm) {
        return of(content, 0, content.length, algorithm);
    }

    /** Of {@code length} bytes from {@code offset} on. */
    public static Digest of(byte[] content, int offset, int length, Algorithm algorithm) {
        MessageDigest digest = algorithm.start(length);
        digest.update(content, offset, length);
        return new Digest(algorithm, HexFormat.of().formatHex(digest.digest()));
    }

    /** The digest of a file that may be larger than memory. */
    public static Digest of(Path file, Algorithm algorithm) throws IOException {
        MessageDigest digest = algorithm.start(Files.size(file));
        byte[] block = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                digest.update(block, 0, count);
            }
        }
        return new Digest(algorithm, HexFormat.of().formatHex(digest.digest()));
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return algorithm.prefix + ":" + hex;
    }
}
