package io.github.wasmclassify.training.fit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldsTest {
    /** 40 samples of class 0 and 10 of class 1, of which each pair is a group. */
    private static final int[] LABELS =
            IntStream.range(0, 50).map(i -> i < 40 ? 0 : 1).toArray();

    private static final int[] GROUPS = IntStream.range(0, 50).map(i -> i / 2).toArray();

    @Test
    void eachFoldHasItsShareOfEachClass() {
        Folds folds = Folds.stratified(LABELS, GROUPS, 5, 1);
        for (int fold = 0; fold < 5; fold++) {
            int[] inside = folds.inside(fold);
            assertEquals(8, IntStream.of(inside).filter(i -> LABELS[i] == 0).count());
            assertEquals(2, IntStream.of(inside).filter(i -> LABELS[i] == 1).count());
            assertEquals(50, inside.length + folds.outside(fold).length);
        }
    }

    @Test
    void groupsStayTogether() {
        Folds folds = Folds.stratified(LABELS, GROUPS, 5, 3);
        for (int fold = 0; fold < 5; fold++) {
            for (int sample : folds.inside(fold)) {
                int partner = sample ^ 1;
                assertTrue(IntStream.of(folds.inside(fold)).anyMatch(i -> i == partner));
            }
        }
    }

    @Test
    void aSplitTakesTheShareOfEachClassButNeverAllOfIt() {
        int[] labels = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2};
        int[] groups = IntStream.range(0, labels.length).toArray();
        int[] heldOut = Folds.split(labels, groups, 0.3, 1).inside(0);
        assertEquals(3, IntStream.of(heldOut).filter(i -> labels[i] == 0).count());
        assertEquals(1, IntStream.of(heldOut).filter(i -> labels[i] == 1).count());
        assertEquals(0, IntStream.of(heldOut).filter(i -> labels[i] == 2).count());
    }

    @Test
    void theSeedDecides() {
        int[] first = Folds.split(LABELS, GROUPS, 0.2, 7).inside(0);
        assertArrayEquals(first, Folds.split(LABELS, GROUPS, 0.2, 7).inside(0));
        assertTrue(IntStream.range(8, 20)
                .anyMatch(seed -> !Arrays.equals(
                        first, Folds.split(LABELS, GROUPS, 0.2, seed).inside(0))));
    }
}
