package wasmclassify.guest.kernels;

import java.util.function.IntConsumer;

final class Workers implements AutoCloseable {
    private final int threads;

    Workers(int threads) {
        this.threads = threads;
    }

    int threadsFor(long work) {
        return 1;
    }

    void forEach(int threads, int count, IntConsumer task) {
        for (int i = 0; i < count; i++) {
            task.accept(i);
        }
    }

    @Override
    public void close() {}
}
