package io.github.wasmclassify.cli.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.classify.ClassifierOptions;
import io.github.wasmclassify.classify.ClassifierPool;
import io.github.wasmclassify.cli.input.PictureInput;
import io.github.wasmclassify.testing.TestFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pictures on their way to a pool of two scripted guests. */
@Timeout(60)
class SubmissionsTest {
    @TempDir
    Path folder;

    private final Stop stop = new Stop();
    private ClassifierPool pool;

    private record Scripted(String name, byte[] content, Runnable onRelease) implements PictureInput {
        @Override
        public byte[] read() {
            return content;
        }

        @Override
        public void release() {
            onRelease.run();
        }
    }

    private static PictureInput picture(int number, Runnable onRelease) {
        return new Scripted("picture " + number, "a picture".getBytes(StandardCharsets.UTF_8), onRelease);
    }

    @BeforeEach
    void openPool() throws Exception {
        ClassifierOptions options = ClassifierOptions.builder()
                .module(TestFiles.scriptedGuest())
                .model(Files.writeString(folder.resolve("model"), "a model").toString())
                .labels(Files.writeString(folder.resolve("labels.txt"), "lemon\norange\nlime\n"))
                .build();
        pool = ClassifierPool.open(options, 2, Duration.ZERO);
    }

    @AfterEach
    void closePool() {
        pool.close();
    }

    @Test
    void picturesComeInTheirOrderAndAreReleasedOnceDone() {
        AtomicInteger released = new AtomicInteger();
        List<PictureInput> inputs = IntStream.range(0, 50)
                .mapToObj(number -> picture(number, released::incrementAndGet))
                .toList();
        List<String> names = new ArrayList<>();

        try (var submissions = new Submissions(inputs.iterator(), pool)) {
            for (var next = submissions.peek(stop); next.isPresent(); next = submissions.peek(stop)) {
                assertEquals(next, submissions.peek(), "it stays the next one");
                assertEquals("lime", next.get().result().join().best().label());
                names.add(next.get().input().name());
                submissions.remove();
            }
        }

        assertEquals(inputs.stream().map(PictureInput::name).toList(), names);
        assertEquals(50, released.get());
    }

    @Test
    void theListIsNotReadFarAhead() throws Exception {
        AtomicInteger listed = new AtomicInteger();
        Iterator<PictureInput> endless = Stream.generate(() -> picture(listed.incrementAndGet(), () -> {}))
                .iterator();

        try (var submissions = new Submissions(endless, pool)) {
            submissions.peek(stop).orElseThrow().result().join();
            Thread.sleep(300);

            assertTrue(listed.get() <= 20, listed + " pictures were listed for 2 threads");
        }
    }

    @Test
    void aListThatFailsDoesSoAfterThePicturesBeforeIt() {
        var failing = Stream.of(1, 2, 3)
                .map(number -> {
                    if (number == 3) {
                        throw new IllegalStateException("line 3");
                    }
                    return picture(number, () -> {});
                })
                .iterator();

        try (var submissions = new Submissions(failing, pool)) {
            for (int number = 1; number <= 2; number++) {
                assertEquals(
                        "picture " + number,
                        submissions.peek(stop).orElseThrow().input().name());
                submissions.remove();
            }
            assertEquals(
                    "line 3",
                    assertThrows(IllegalStateException.class, () -> submissions.peek(stop))
                            .getMessage());
        }
    }

    @Test
    void aStopEndsTheWaitForANameThatDoesNotCome() {
        CountDownLatch never = new CountDownLatch(1);
        Iterator<PictureInput> silent = new Iterator<>() {
            @Override
            public boolean hasNext() {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return false;
            }

            @Override
            public PictureInput next() {
                throw new AssertionError();
            }
        };
        var later = Executors.newSingleThreadScheduledExecutor();
        try (var submissions = new Submissions(silent, pool)) {
            Future<?> request = later.schedule(stop::request, 100, TimeUnit.MILLISECONDS);

            assertTrue(submissions.peek(stop).isEmpty());
            assertTrue(request.isDone());
        } finally {
            later.shutdownNow();
        }
    }
}
