package io.github.wasmclassify.model;

import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.file.Content;
import io.github.wasmclassify.file.FileContent;
import java.io.IOException;
import java.util.function.Function;

/** A file of a model, which is checked as soon as it has been read. */
final class CheckedContent implements Content {
    private final FileContent file;
    private final Function<IOException, ModelException> failure;
    private final Model.Reader check;

    /**
     * @param failure what to throw if the file cannot be read
     * @param check is shown the whole file, and may throw
     */
    CheckedContent(FileContent file, Function<IOException, ModelException> failure, Model.Reader check) {
        this.file = file;
        this.failure = failure;
        this.check = check;
    }

    @Override
    public int size() {
        return file.size();
    }

    @Override
    public void readInto(byte[] target, int offset) {
        try {
            file.readInto(target, offset);
        } catch (IOException e) {
            throw failure.apply(e);
        }
        check.read(target, offset, file.size());
    }
}
