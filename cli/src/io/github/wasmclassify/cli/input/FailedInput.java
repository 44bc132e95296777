package io.github.wasmclassify.cli.input;

import io.github.wasmclassify.error.PictureException;

/** Something that was named and cannot be turned into pictures, such as a directory without any. */
record FailedInput(String name, PictureException failure) implements PictureInput {
    @Override
    public byte[] read() {
        throw failure;
    }
}
