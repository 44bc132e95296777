package io.github.wasmclassify.guest.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads that share the work of a kernel. */
@Timeout(60)
class WorkersTest {
    private static final int THREADS = 4;

    private final Workers workers = new Workers(THREADS);

    @AfterEach
    void close() {
        workers.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 1000})
    void eachItemIsDoneOnce(int count) {
        for (int round = 0; round < 200; round++) {
            var done = new AtomicIntegerArray(count);

            workers.forEach(THREADS, count, done::incrementAndGet);

            int[] times = new int[count];
            Arrays.setAll(times, done::get);
            int[] once = new int[count];
            Arrays.fill(once, 1);
            assertArrayEquals(once, times);
        }
    }

    @Test
    void asManyThreadsWorkAsAreWanted() {
        Set<Thread> atWork = ConcurrentHashMap.newKeySet();
        CountDownLatch all = new CountDownLatch(THREADS);

        workers.forEach(THREADS, THREADS, item -> {
            atWork.add(Thread.currentThread());
            all.countDown();
            assertTrue(awaited(all), "no other thread came");
        });

        assertEquals(THREADS, atWork.size());
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Test
    void aTaskInsideATaskIsDoneByItsThreadAlone() {
        workers.forEach(THREADS, 8, outer -> {
            Thread thread = Thread.currentThread();
            workers.forEach(THREADS, 8, inner -> assertSame(thread, Thread.currentThread()));
        });
    }

    @Test
    void aFailureReachesTheCallerOnceAllIsDoneAndTheNextJobRuns() {
        var done = new AtomicIntegerArray(100);
        var failure = new IllegalStateException("item 7");
        IntConsumer task = item -> {
            done.incrementAndGet(item);
            if (item == 7) {
                throw failure;
            }
        };

        assertSame(
                failure,
                assertThrows(IllegalStateException.class, () -> workers.forEach(THREADS, done.length(), task)));
        for (int i = 0; i < done.length(); i++) {
            assertEquals(1, done.get(i), "item " + i);
        }
        assertThrows(
                OutOfMemoryError.class,
                () -> workers.forEach(THREADS, 10, item -> {
                    throw new OutOfMemoryError("as if");
                }));
        eachItemIsDoneOnce(50);
    }

    @Test
    void littleWorkIsNotShared() {
        assertEquals(1, workers.threadsFor(0));
        assertEquals(1, workers.threadsFor(1000));
        assertEquals(THREADS, workers.threadsFor(Long.MAX_VALUE));
    }
}
