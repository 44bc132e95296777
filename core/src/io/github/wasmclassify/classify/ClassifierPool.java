package io.github.wasmclassify.classify;

import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.error.Remedy;
import io.github.wasmclassify.image.PictureFile;
import io.github.wasmclassify.model.DescribedModel;
import io.github.wasmclassify.model.labels.Labels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Classifies several pictures at once, each on a thread with a guest of its own. The guests share the compiled module
 * and, with the simd engine, the weights, so that a further thread costs little more than the memory of its
 * activations. If Java does not have enough memory for all threads, the pool continues with fewer.
 *
 * <p>A picture that exceeds the time limit fails, and its thread is abandoned: a new thread with a new guest replaces
 * it, so that later pictures need not wait for something that may never end. At most as many threads as the pool's size
 * are abandoned at a time. If that many are, the next picture waits for one of them to end.
 *
 * <p>Thread-safe.
 */
public final class ClassifierPool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClassifierPool.class);
    /** Loading always gets this long, even if the limit for a picture is shorter: it happens once. */
    private static final Duration SHORTEST_LOADING = Duration.ofSeconds(10);
    /** How long a picture waits for threads that were given up, in time limits. */
    private static final int LONGEST_WAIT = 10;

    /** Has no guest: it makes classifiers, and keeps what they share. */
    private final Classifier template;

    private final Duration timeout;
    private final BlockingDeque<PoolTask> tasks = new LinkedBlockingDeque<>();
    private final Set<Worker> workers = new HashSet<>();
    /** One for each thread that may run, those that were given up among them. */
    private final Semaphore slots;

    private final ScheduledThreadPoolExecutor clock;
    private volatile int size;
    /** How many threads ended because memory was too small for all. */
    private int retired;

    private boolean isClosed;

    private ClassifierPool(Classifier first, int size, Duration timeout) {
        if (size > 1) {
            first.shareGuest();
        }
        template = first.another();
        this.size = size;
        this.timeout = timeout;
        slots = new Semaphore(2 * size);
        clock = timeout.isZero() ? null : startClock();
        start(first);
    }

    private static ScheduledThreadPoolExecutor startClock() {
        var clock = new ScheduledThreadPoolExecutor(1, task -> LimitedLoading.daemon(task, "time-limit"));
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }

    /**
     * Loads the module and the model, so that errors in them are reported at once. Further guests are created when they
     * are needed.
     *
     * @param size how many pictures to classify at once, at least 1
     * @param timeout limit for reading and classifying each picture, and for loading, which always gets at least 10 s;
     *     zero for no limit
     * @throws IllegalArgumentException if the size or the timeout is too small
     * @throws CancellationException if the thread is interrupted
     * @throws io.github.wasmclassify.error.ClassifierException as {@link Classifier#open}, and if loading takes too
     *     long
     */
    public static ClassifierPool open(ClassifierOptions options, int size, Duration timeout) {
        if (size < 1 || size > ClassifierOptions.LARGEST_THREADS) {
            throw new IllegalArgumentException(
                    "size must be from 1 to " + ClassifierOptions.LARGEST_THREADS + ", not " + size);
        }
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("the timeout must not be negative, as " + timeout + " is");
        }
        Duration forLoading = timeout.isZero() || timeout.compareTo(SHORTEST_LOADING) > 0 ? timeout : SHORTEST_LOADING;
        return new ClassifierPool(LimitedLoading.open(options, forLoading), size, timeout);
    }

    /** How many pictures are classified at once: the size given to {@link #open}, or fewer if Java lacks memory. */
    public int size() {
        return size;
    }

    /** The engine in use, see {@link Classifier#engine}. */
    public String engine() {
        return template.engine();
    }

    /** The current size of all guests' memories, in bytes. */
    public synchronized long guestMemory() {
        return workers.stream()
                .mapToLong(worker -> worker.classifier.guestMemory())
                .sum();
    }

    /** The names of the model's classes. */
    public Labels labels() {
        return template.labels();
    }

    /** What is known about the model, and what had to be assumed. */
    public DescribedModel model() {
        return template.model();
    }

    /**
     * Classifies a picture as soon as a guest is free, with the classes that {@link ClassifierOptions} ask for; see
     * {@link #submit(Supplier, Selection)}.
     */
    public CompletableFuture<Classification> submit(Supplier<byte[]> picture) {
        Supplier<byte[]> once = new Once<>(picture);
        return submit(classifier -> classifier.classify(once.get()));
    }

    /**
     * Classifies a picture as soon as a guest is free. The future fails with what {@link Classifier#classify(byte[])}
     * throws, with a {@link PictureException} where it takes too long, or with a {@link CancellationException} where
     * the pool is closed before it is done.
     *
     * @param picture reads the whole picture file, on the thread that classifies it
     * @throws RejectedExecutionException if the pool is closed
     */
    public CompletableFuture<Classification> submit(Supplier<byte[]> picture, Selection selection) {
        Supplier<byte[]> once = new Once<>(picture);
        return submit(classifier -> classifier.classify(once.get(), selection));
    }

    /**
     * Classifies the values of the network's input tensor, as {@link #submit(Supplier, Selection)} does with a picture.
     *
     * @param values see {@link Classifier#classify(float[], Selection)}; made on the thread that classifies them
     */
    public CompletableFuture<Classification> submitValues(Supplier<float[]> values, Selection selection) {
        Supplier<float[]> once = new Once<>(values);
        return submit(classifier -> classifier.classify(once.get(), selection));
    }

    private synchronized CompletableFuture<Classification> submit(Function<Classifier, Classification> question) {
        if (isClosed) {
            throw new RejectedExecutionException("the pool is closed");
        }
        PoolTask task = new PoolTask(question);
        tasks.add(task);
        if (workers.size() < size && !tasks.isEmpty()) {
            startOneMore();
        }
        return task.result();
    }

    /** Classifies a picture file, as {@link #submit(Supplier)}. */
    public CompletableFuture<Classification> submit(Path file) {
        return submit(() -> PictureFile.read(file));
    }

    /** Cancels all pictures that are not done. */
    @Override
    public synchronized void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        List.copyOf(workers).forEach(Worker::giveUp);
        for (PoolTask task = tasks.poll(); task != null; task = tasks.poll()) {
            task.fail(closed());
        }
        if (clock != null) {
            clock.shutdownNow();
        }
        template.close();
    }

    private static CancellationException closed() {
        return new CancellationException("the pool was closed");
    }

    private void startOneMore() {
        try {
            start(template.another());
        } catch (OutOfMemoryError e) { // the system has no thread for it
            if (workers.isEmpty()) {
                throw e;
            }
            shrink(e);
        }
    }

    private synchronized void start(Classifier classifier) {
        Worker worker = new Worker(classifier);
        worker.thread.start();
        workers.add(worker);
    }

    private synchronized void replace(Worker worker) {
        worker.giveUp();
        if (!isClosed) {
            start(template.another());
        }
    }

    private void shrink(Throwable reason) {
        size = workers.size();
        LOG.info("going on with {} threads: {}", size, reason.toString());
    }

    /**
     * Ends a worker that found too little memory, unless it is the only one.
     *
     * @param before how many had been ended when it began
     * @return whether there is more memory now than it found
     */
    private synchronized boolean makeRoom(Worker worker, int before, Throwable reason) {
        if (workers.size() > 1 && workers.remove(worker)) {
            worker.retire();
            retired++;
            shrink(reason);
            return true;
        }
        return retired > before && !isClosed;
    }

    private synchronized void end(Worker worker) {
        workers.remove(worker);
    }

    private synchronized int retired() {
        return retired;
    }

    private static boolean isOutOfMemory(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(OutOfMemoryError.class::isInstance);
    }

    /** A thread and its guest. */
    private final class Worker {
        private final Classifier classifier;
        private final Thread thread = LimitedLoading.daemon(this::work, "classifier");
        private volatile boolean isGivenUp;
        private volatile PoolTask current;
        private boolean hasSlot;

        Worker(Classifier classifier) {
            this.classifier = classifier;
        }

        private void work() {
            try (classifier) {
                while (!isGivenUp) {
                    current = tasks.take();
                    run(current);
                    current = null;
                }
            } catch (InterruptedException e) {
                // given up while there was nothing to do
            } finally {
                end(this);
                if (hasSlot) {
                    slots.release();
                }
            }
        }

        private void run(PoolTask task) {
            int retiredBefore = retired();
            try {
                takeSlot();
                classifier.prepare(); // loading the model is not the picture's time
                var alarm = clock == null
                        ? null
                        : clock.schedule(() -> giveUp(task), timeout.toNanos(), TimeUnit.NANOSECONDS);
                try {
                    if (!task.answer(classifier)) {
                        isGivenUp = true; // it came too late, and another worker has taken this one's place
                    }
                } finally {
                    if (alarm != null) {
                        alarm.cancel(false);
                    }
                }
            } catch (RuntimeException | Error e) {
                if (isOutOfMemory(e) && !task.isSettled() && makeRoom(this, retiredBefore, e)) {
                    tasks.addFirst(task);
                } else if (!task.fail(e)) {
                    isGivenUp = true;
                }
            }
        }

        /** A new worker waits where too many threads that were given up go on. */
        private void takeSlot() {
            try {
                hasSlot = hasSlot || slots.tryAcquire(LONGEST_WAIT * timeout.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw closed();
            }
            if (!hasSlot) {
                throw new PictureException(
                        PictureException.Reason.TIMEOUT,
                        "not begun: pictures before it took longer than " + LimitedLoading.seconds(timeout)
                                + " and cannot be stopped",
                        Remedy.LONGER_TIMEOUT);
            }
        }

        private void giveUp(PoolTask task) {
            var failure = new PictureException(
                    PictureException.Reason.TIMEOUT,
                    "took longer than " + LimitedLoading.seconds(timeout),
                    Remedy.LONGER_TIMEOUT);
            if (task.fail(failure)) {
                replace(this);
            }
        }

        /**
         * The guest's code, most decoding and most waiting end when they are interrupted; where nothing does, the
         * thread goes on.
         */
        void giveUp() {
            isGivenUp = true;
            workers.remove(this);
            PoolTask unfinished = current;
            if (unfinished != null) {
                unfinished.fail(closed());
            }
            thread.interrupt();
        }

        /** Its guest's memory is free from now on. */
        void retire() {
            isGivenUp = true;
            classifier.close();
        }
    }
}
