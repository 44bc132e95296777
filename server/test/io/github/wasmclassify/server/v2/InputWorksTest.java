package io.github.wasmclassify.server.v2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.wasmclassify.model.card.ModelDescription;
import io.github.wasmclassify.server.http.Problem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tensors of a model whose input is two pixels wide and one high. */
class InputWorksTest {
    private static ModelDescription.Input input(String layout, String channels) {
        return new ModelDescription.Input(
                List.of(1, 1, 2, 3),
                layout,
                List.of(1.0, 2.0, 4.0),
                List.of(0.0, 0.5, -1.0),
                "options",
                false,
                channels,
                "options",
                "squash",
                "default",
                Optional.empty(),
                "default");
    }

    private static TensorInput tensor(Datatype datatype, List<Long> shape, float... numbers) {
        return new TensorInput(datatype, shape, List.of(), numbers);
    }

    @Test
    void valuesAreNotChanged() {
        TensorInput tensor = tensor(Datatype.FP32, List.of(1L, 1L, 2L, 3L), 1, 2, 3, 4, 5, 6);

        assertArrayEquals(
                new float[] {1, 2, 3, 4, 5, 6},
                new InputWorks(input("NHWC", "bgr")).values(tensor).get(0));
    }

    /** The guest has the channels of a pixel beside each other, whatever the model's file has. */
    @Test
    void planesAreInterleaved() {
        InputWorks works = new InputWorks(input("NCHW", "rgb"));
        TensorInput tensor = tensor(Datatype.FP32, List.of(2L, 3L, 1L, 2L), 1, 4, 2, 5, 3, 6, 7, 10, 8, 11, 9, 12);

        assertEquals(List.of(-1, 3, 1, 2), works.shape());
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, works.values(tensor).get(0));
        assertArrayEquals(
                new float[] {7, 8, 9, 10, 11, 12}, works.values(tensor).get(1));
    }

    /** Pixels are red, green and blue; the scale and the offset are those of the model's channels, in its order. */
    @Test
    void pixelsAreNormalisedInTheModelsOrder() {
        TensorInput tensor = tensor(Datatype.UINT8, List.of(1L, 1L, 2L, 3L), 10, 20, 30, 40, 50, 60);

        assertArrayEquals(
                new float[] {10, 40.5f, 119, 40, 100.5f, 239},
                new InputWorks(input("NHWC", "rgb")).values(tensor).get(0));
        assertArrayEquals(
                new float[] {30, 40.5f, 39, 60, 100.5f, 159},
                new InputWorks(input("NHWC", "bgr")).values(tensor).get(0));
    }

    @Test
    void pixelsOutOfTheirRangeAreRefused() {
        TensorInput tensor = tensor(Datatype.UINT8, List.of(1L, 1L, 2L, 3L), 10, 20, 256, 40, 50, 60);

        Problem problem = assertThrows(Problem.class, () -> new InputWorks(input("NHWC", "rgb")).values(tensor));
        assertEquals("a UINT8 tensor holds numbers from 0 to 255", problem.getMessage());
    }
}
