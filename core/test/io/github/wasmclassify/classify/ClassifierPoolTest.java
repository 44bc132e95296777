package io.github.wasmclassify.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.testing.TestFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a pool does when things take too long, need too much or end early; on the scripted guest. */
@Timeout(60)
class ClassifierPoolTest {
    private static final Duration ANY_TIME = Duration.ZERO;

    @TempDir
    Path folder;

    private ClassifierOptions options;

    @BeforeEach
    void writeModel() throws Exception {
        options = model("a model");
    }

    private ClassifierOptions model(String script) throws Exception {
        return ClassifierOptions.builder()
                .module(TestFiles.scriptedGuest())
                .model(Files.writeString(folder.resolve("model"), script).toString())
                .labels(Files.writeString(folder.resolve("labels.txt"), "lemon\norange\nlime\n"))
                .build();
    }

    private static Supplier<byte[]> picture(String script) {
        return () -> script.getBytes(StandardCharsets.UTF_8);
    }

    private static Throwable failure(CompletableFuture<Classification> result) {
        return assertThrows(CompletionException.class, result::join).getCause();
    }

    @Test
    void closingEndsWhatIsRunningAndWhatIsQueued() {
        ClassifierPool pool = ClassifierPool.open(options, 1, ANY_TIME);
        List<CompletableFuture<Classification>> results = Stream.of("Runs for ever", "a", "b", "c")
                .map(script -> pool.submit(picture(script)))
                .toList();

        pool.close();

        results.forEach(result -> assertThrows(CancellationException.class, result::join));
        assertThrows(RejectedExecutionException.class, () -> pool.submit(picture("late")));
    }

    @Test
    void sizesAndTimeoutsOutOfRangeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> ClassifierPool.open(options, 0, ANY_TIME));
        assertThrows(IllegalArgumentException.class, () -> ClassifierPool.open(options, -1, ANY_TIME));
        assertThrows(IllegalArgumentException.class, () -> ClassifierPool.open(options, 1, Duration.ofMillis(-1)));
    }

    @Test
    void aModelThatLoadsForEverIsGivenUp() throws Exception {
        ClassifierOptions endless = model("Runs for ever");

        ModelException e =
                assertThrows(ModelException.class, () -> LimitedLoading.open(endless, Duration.ofMillis(1500)));

        assertTrue(e.getMessage().contains("loading took longer than 1500 ms"), e.getMessage());
    }

    @Test
    void whoeverIsInterruptedIsToldSo() throws Exception {
        try (Classifier classifier = Classifier.open(options)) {
            Thread.currentThread().interrupt();
            assertThrows(
                    CancellationException.class,
                    () -> classifier.classify(picture("Runs for ever").get()));
            assertTrue(Thread.interrupted());
            assertEquals(
                    "lime",
                    classifier.classify(picture("a picture").get()).best().label());
        }
        Thread.currentThread().interrupt();
        assertThrows(
                CancellationException.class,
                () -> ClassifierPool.open(model("Runs for ever"), 1, Duration.ofSeconds(30)));
        assertTrue(Thread.interrupted());
    }

    @Test
    void aGuestThatTrapsForWantOfMemorySaysSo() throws Exception {
        try (Classifier classifier = Classifier.open(options)) {
            PictureException e = assertThrows(
                    PictureException.class,
                    () -> classifier.classify(picture("Out of memory").get()));
            assertEquals(PictureException.Reason.TOO_LARGE, e.reason());
            assertTrue(e.getMessage().contains("does not fit into the guest's memory of 1024 MiB"), e.getMessage());
            assertEquals(
                    "lime",
                    classifier.classify(picture("a picture").get()).best().label());
        }
        ModelException e = assertThrows(ModelException.class, () -> Classifier.open(model("Out of memory")));
        assertTrue(e.getMessage().contains("does not fit into the guest's memory of 1024 MiB"), e.getMessage());
    }

    /** The first three pictures find no memory while others run beside them. */
    @Test
    void thePoolGoesOnWithTheThreadsThatFit() {
        try (ClassifierPool pool = ClassifierPool.open(options, 4, ANY_TIME)) {
            CountDownLatch all = new CountDownLatch(4);
            AtomicInteger refusals = new AtomicInteger(3);
            Supplier<byte[]> hungry = () -> {
                all.countDown();
                awaitQuietly(all);
                if (refusals.getAndDecrement() > 0) {
                    throw new PictureException(
                            PictureException.Reason.TOO_LARGE, "too large", new OutOfMemoryError("Java heap space"));
                }
                return picture("a picture").get();
            };
            List<CompletableFuture<Classification>> results =
                    IntStream.range(0, 12).mapToObj(i -> pool.submit(hungry)).toList();

            results.forEach(result -> assertEquals("lime", result.join().best().label()));
            assertEquals(1, pool.size());
        }
    }

    @Test
    void aPictureThatIsTooLargeForOneThreadFailsAlone() {
        try (ClassifierPool pool = ClassifierPool.open(options, 1, ANY_TIME)) {
            CompletableFuture<Classification> result = pool.submit(() -> {
                throw new OutOfMemoryError("Java heap space");
            });

            assertInstanceOf(OutOfMemoryError.class, failure(result));
            assertEquals("lime", pool.submit(picture("a picture")).join().best().label());
        }
    }

    /** Nothing interrupts these pictures, as nothing interrupts a native decoder. */
    @Test
    void picturesThatCannotBeStoppedDoNotPileUp() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch end = new CountDownLatch(1);
        Supplier<byte[]> stubborn = () -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            awaitStubbornly(end);
            running.decrementAndGet();
            return picture("a picture").get();
        };
        try (ClassifierPool pool = ClassifierPool.open(options, 1, Duration.ofMillis(20))) {
            List<CompletableFuture<Classification>> results =
                    IntStream.range(0, 6).mapToObj(i -> pool.submit(stubborn)).toList();

            results.forEach(result -> assertEquals(
                    PictureException.Reason.TIMEOUT,
                    assertInstanceOf(PictureException.class, failure(result)).reason()));
            assertEquals(2, most.get());
            end.countDown();
            assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
                while (running.get() > 0) {
                    Thread.sleep(10);
                }
            });
        } finally {
            end.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitStubbornly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            awaitQuietly(latch);
            Thread.interrupted();
        }
    }
}
