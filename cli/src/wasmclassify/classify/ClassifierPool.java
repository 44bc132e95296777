package wasmclassify.classify;

import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Classifies several pictures at once, each on a thread with a guest of its own. The guests share the compiled module and, with the
 * simd engine, the weights, so that a further thread costs little more than the memory of its activations.
 */
public final class ClassifierPool implements AutoCloseable {
    private final Classifier first;
    private final Queue<Classifier> idle = new ConcurrentLinkedQueue<>();
    private final ExecutorService workers;

    private ClassifierPool(Classifier first, int size) {
        this.first = first;
        idle.add(first);
        workers = Executors.newFixedThreadPool(size, task -> {
            Thread thread = new Thread(task, "classifier");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Loads the module and the model, so that what is wrong with them is known at once. Further guests are made when they are needed.
     *
     * @param size how many pictures to classify at once, at least 1
     * @throws wasmclassify.error.ClassifierException as {@link Classifier#open}
     */
    public static ClassifierPool open(ClassifierOptions options, int size) {
        return new ClassifierPool(Classifier.open(options), size);
    }

    /** Classifies a picture file as soon as a guest is free; the future fails with what {@link Classifier#classify(Path)} throws. */
    public CompletableFuture<Classification> submit(Path file) {
        return CompletableFuture.supplyAsync(() -> classify(file), workers);
    }

    private Classification classify(Path file) {
        Classifier taken = idle.poll();
        Classifier classifier = taken != null ? taken : first.another();
        try {
            return classifier.classify(file);
        } finally {
            idle.add(classifier);
        }
    }

    /** Drops what has not begun and closes the guests. */
    @Override
    public void close() {
        workers.shutdownNow();
        idle.forEach(Classifier::close);
    }
}
