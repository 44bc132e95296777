package io.github.wasmclassify.cli.models;

import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.model.Model;
import io.github.wasmclassify.model.cache.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** Writes a model's file to another file while it is read, and computes its digest. */
final class ReadCopy implements Model.Reader {
    /** Of one write: Java copies through a buffer of this size outside its heap. */
    private static final int BLOCK = 1 << 20;

    private final Path copy;
    private final Function<IOException, ModelException> failure;
    private int size;
    private Digest digest;

    /** @param failure what to throw if the copy cannot be written */
    ReadCopy(Path copy, Function<IOException, ModelException> failure) {
        this.copy = copy;
        this.failure = failure;
    }

    @Override
    public void read(byte[] bytes, int offset, int length) {
        try (OutputStream out = Files.newOutputStream(copy)) {
            for (int done = 0; done < length; done += BLOCK) {
                out.write(bytes, offset + done, Math.min(BLOCK, length - done));
            }
        } catch (IOException e) {
            throw failure.apply(e);
        }
        size = length;
        digest = Digest.of(bytes, offset, length, Digest.Algorithm.SHA256);
    }

    /** In bytes; known once the model was read. */
    int size() {
        return size;
    }

    /** Known once the model was read. */
    Digest digest() {
        return digest;
    }
}
