package io.github.wasmclassify.cli.input;

import io.github.wasmclassify.error.PictureException;

/** An input that yields no pictures, such as an empty directory. */
record FailedInput(String name, PictureException failure) implements PictureInput {
    @Override
    public byte[] read() {
        throw failure;
    }
}
