package io.github.wasmclassify.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The nearest-rank method, as its definition has it: the smallest time that p percent of all are not above. */
class PercentilesTest {
    private static List<Duration> millis(IntStream times) {
        return new ArrayList<>(times.mapToObj(Duration::ofMillis).toList());
    }

    @Test
    void ofAHundredTheyAreTheRanksThemselves() {
        List<Duration> times = millis(IntStream.rangeClosed(1, 100));
        Collections.shuffle(times, new Random(1));

        assertEquals(new Percentiles(50, 90, 99), Percentiles.of(times));
    }

    @Test
    void ofFewTheyAreTimesThatWereMeasured() {
        assertEquals(new Percentiles(7, 7, 7), Percentiles.of(millis(IntStream.of(7))));
        assertEquals(new Percentiles(1, 2, 2), Percentiles.of(millis(IntStream.of(2, 1))));
        assertEquals(new Percentiles(2, 3, 3), Percentiles.of(millis(IntStream.of(3, 1, 2))));
        assertEquals(new Percentiles(10, 18, 20), Percentiles.of(millis(IntStream.rangeClosed(1, 20))));
    }

    @Test
    void partsOfAMillisecondCount() {
        assertEquals(
                new Percentiles(0.25, 1.5, 1.5),
                Percentiles.of(
                        Stream.of(1_500_000, 250_000).map(Duration::ofNanos).toList()));
    }
}
