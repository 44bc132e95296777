package wasmclassify.classify;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import wasmclassify.error.PictureException;
import wasmclassify.image.PictureFile;
import wasmclassify.model.DescribedModel;
import wasmclassify.model.labels.Labels;

/**
 * Classifies several pictures at once, each on a thread with a guest of its own. The guests share the compiled module and, with the
 * simd engine, the weights, so that a further thread costs little more than the memory of its activations.
 *
 * <p>A picture that takes longer than allowed fails, and the thread that is at it is given up: a new one with a new guest takes its place,
 * so that the pictures after it need not wait for something that may never end.
 */
public final class ClassifierPool implements AutoCloseable {
    private final Classifier first;
    private final int size;
    private final Duration timeout;
    private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
    private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor clock;

    private record Task(Supplier<byte[]> picture, CompletableFuture<Classification> result) {}

    private ClassifierPool(Classifier first, int size, Duration timeout) {
        this.first = first;
        this.size = size;
        this.timeout = timeout;
        clock = timeout.isZero() ? null : startClock();
        new Worker(first).start();
    }

    private static ScheduledThreadPoolExecutor startClock() {
        var clock = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "time-limit"));
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Loads the module and the model, so that what is wrong with them is known at once. Further guests are made when they are needed.
     *
     * @param size how many pictures to classify at once, at least 1
     * @param timeout that a picture may take to be read and classified; zero for any time
     * @throws wasmclassify.error.ClassifierException as {@link Classifier#open}
     */
    public static ClassifierPool open(ClassifierOptions options, int size, Duration timeout) {
        return new ClassifierPool(Classifier.open(options), size, timeout);
    }

    /** How many pictures are classified at once. */
    public int size() {
        return size;
    }

    /** What computes, see {@link Classifier#engine}. */
    public String engine() {
        return first.engine();
    }

    /** The names of the model's classes. */
    public Labels labels() {
        return first.labels();
    }

    /** What is known of the model, and what had to be assumed. */
    public DescribedModel model() {
        return first.model();
    }

    /**
     * Classifies a picture as soon as a guest is free. The future fails with what {@link Classifier#classify(byte[])} throws, or with a
     * {@link PictureException} where it takes too long.
     *
     * @param picture reads the whole picture file, on the thread that classifies it
     */
    public CompletableFuture<Classification> submit(Supplier<byte[]> picture) {
        Task task = new Task(picture, new CompletableFuture<>());
        tasks.add(task);
        if (workers.size() < size && !tasks.isEmpty()) {
            new Worker(first.another()).start();
        }
        return task.result;
    }

    /** Classifies a picture file, as {@link #submit(Supplier)}. */
    public CompletableFuture<Classification> submit(Path file) {
        return submit(() -> PictureFile.read(file));
    }

    /** Drops what has not begun, and gives up what has. */
    @Override
    public void close() {
        tasks.clear();
        workers.forEach(Worker::giveUp);
        if (clock != null) {
            clock.shutdownNow();
        }
    }

    /** A thread and its guest. */
    private final class Worker {
        private final Classifier classifier;
        private final Thread thread = daemon(this::work, "classifier");
        private volatile boolean isGivenUp;

        Worker(Classifier classifier) {
            this.classifier = classifier;
        }

        void start() {
            workers.add(this);
            thread.start();
        }

        private void work() {
            try (classifier) {
                while (!isGivenUp) {
                    run(tasks.take());
                }
            } catch (InterruptedException e) {
                // given up while there was nothing to do
            } finally {
                workers.remove(this);
            }
        }

        private void run(Task task) {
            try {
                classifier.prepare(); // loading the model is not the picture's time
                var alarm = clock == null ? null : clock.schedule(() -> giveUp(task), timeout.toNanos(), TimeUnit.NANOSECONDS);
                Classification result = classifier.classify(task.picture.get());
                if (alarm != null) {
                    alarm.cancel(false);
                }
                task.result.complete(result);
            } catch (RuntimeException | Error e) {
                task.result.completeExceptionally(e);
            }
        }

        private void giveUp(Task task) {
            String limit = timeout.toMillis() % 1000 == 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
            var failure = new PictureException(PictureException.Reason.TIMEOUT, "took longer than " + limit + "; try a larger --timeout");
            if (task.result.completeExceptionally(failure)) {
                giveUp();
                new Worker(first.another()).start();
            }
        }

        /** The guest's code and most waiting end when they are interrupted; where nothing does, the thread ends with the process. */
        void giveUp() {
            isGivenUp = true;
            workers.remove(this);
            thread.interrupt();
        }
    }
}
