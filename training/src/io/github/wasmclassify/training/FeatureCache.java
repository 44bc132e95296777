package io.github.wasmclassify.training;

import io.github.wasmclassify.file.LeastRecentlyUsed;
import io.github.wasmclassify.model.cache.FolderLock;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The features of pictures that were seen before, in a file for each base model and its options. Nothing depends on it:
 * what is damaged is computed anew, and where the folder cannot be used, everything is. A file is a list of records:
 * SHA-256 of the picture, hash, features, and a checksum of these.
 *
 * <p>Not thread-safe. Several processes may use one folder.
 */
public final class FeatureCache implements AutoCloseable {
    /** Of all files together, in bytes; the least recently used go first. */
    static final long MOST_BYTES = 512L << 20;

    private static final String EXTENSION = ".features";
    private static final int DIGEST_BYTES = 32;
    private static final int MOST_PENDING = 64;
    private static final Logger LOG = LoggerFactory.getLogger(FeatureCache.class);

    private final Path file;
    private final int width;
    /** Where the record of each picture begins, in the file as it was opened. */
    private final Map<String, Long> positions = new HashMap<>();

    private final List<Embedding> pending = new ArrayList<>();
    private FileChannel channel; // null where there is nothing to read

    private FeatureCache(Path file, int width) {
        this.file = file;
        this.width = width;
    }

    /**
     * @param folder that may not exist yet
     * @param key tells what the features depend on: hexadecimal digits
     * @param width how many features there are
     */
    public static FeatureCache open(Path folder, String key, int width) {
        FeatureCache cache = new FeatureCache(folder.resolve(key + EXTENSION), width);
        cache.readDigests();
        return cache;
    }

    private int recordBytes() {
        return DIGEST_BYTES + Long.BYTES + width * Float.BYTES + Integer.BYTES;
    }

    private void readDigests() {
        if (!Files.exists(file)) {
            return;
        }
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            long end = channel.size() - recordBytes();
            for (long position = 0; position <= end; position += recordBytes()) {
                positions.put(HexFormat.of().formatHex(read(position, DIGEST_BYTES)), position);
            }
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        } catch (IOException e) {
            LOG.info("features of earlier runs are not used: {}", e.toString());
        }
    }

    private byte[] read(long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException(file + " became shorter");
            }
        }
        return buffer.array();
    }

    private Optional<Embedding> parse(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (buffer.getInt(bytes.length - Integer.BYTES) != checksum(bytes, bytes.length - Integer.BYTES)) {
            return Optional.empty();
        }
        String digest = HexFormat.of().formatHex(bytes, 0, DIGEST_BYTES);
        long hash = buffer.position(DIGEST_BYTES).getLong();
        float[] features = new float[width];
        buffer.asFloatBuffer().get(features);
        return Optional.of(new Embedding(digest, hash, features));
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }

    /** @param digest SHA-256 of the picture's file, in hexadecimal digits */
    public Optional<Embedding> find(String digest) {
        try {
            Long position = positions.get(digest);
            return position == null ? Optional.empty() : parse(read(position, recordBytes()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    public void add(Embedding embedding) {
        pending.add(embedding);
        if (pending.size() >= MOST_PENDING) {
            flush();
        }
    }

    /** Several processes may append: each record tells whether it is whole. */
    private void flush() {
        if (pending.isEmpty()) {
            return;
        }
        try {
            FolderLock.holding(file, () -> {}, () -> {
                makeRoom((long) pending.size() * recordBytes());
                try (OutputStream out =
                        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                    // after a write that was cut short, records start where whole ones would
                    out.write(new byte[(int) (-Files.size(file) % recordBytes() + recordBytes()) % recordBytes()]);
                    for (Embedding embedding : pending) {
                        out.write(record(embedding));
                    }
                }
                return null;
            });
        } catch (IOException | UncheckedIOException e) {
            LOG.info("features are not kept for later runs: {}", e.toString());
        }
        pending.clear();
    }

    private byte[] record(Embedding embedding) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(HexFormat.of().parseHex(embedding.digest()));
        out.writeLong(embedding.hash());
        for (float feature : embedding.features()) {
            out.writeFloat(feature);
        }
        out.writeInt(checksum(bytes.toByteArray(), bytes.size()));
        return bytes.toByteArray();
    }

    private void makeRoom(long bytes) throws IOException {
        try (Stream<Path> found = Files.list(file.getParent())) {
            List<Path> files =
                    found.filter(path -> path.toString().endsWith(EXTENSION)).toList();
            LeastRecentlyUsed.trim(files, MOST_BYTES, bytes);
        }
    }

    @Override
    public void close() {
        flush();
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.debug("{}", e.toString());
        }
    }
}
