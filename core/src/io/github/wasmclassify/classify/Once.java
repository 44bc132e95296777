package io.github.wasmclassify.classify;

import java.util.function.Supplier;

/** Asks a source once and remembers what it gave: it may read from a pipe. For one thread at a time. */
final class Once<T> implements Supplier<T> {
    private final Supplier<T> source;
    private T value;

    Once(Supplier<T> source) {
        this.source = source;
    }

    @Override
    public T get() {
        if (value == null) {
            value = source.get();
        }
        return value;
    }
}
