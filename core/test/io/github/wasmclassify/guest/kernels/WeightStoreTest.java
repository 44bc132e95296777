package io.github.wasmclassify.guest.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.dylibso.chicory.runtime.WasmRuntimeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WeightStoreTest {
    private final Layer layer = new Layer(3, 3, 5, 24);
    private final GuestImage image = new GuestImage(1);
    private final float[] input = image.random(3 * 3 * 5);
    private final float[] weights = image.random(5 * 24);
    private final float[] bias = image.random(24);

    @BeforeEach
    void vectors() {
        assumeTrue(
                KernelProvider.missing().isEmpty(),
                () -> KernelProvider.missing().get());
    }

    @Test
    void theSecondGuestUsesTheWeightsOfTheFirst() {
        var store = new WeightStore();
        var provider = new KernelProvider(1);
        Kernels first = provider.kernels(store);
        assertEquals(0, layer.filter(image, first, weights, null, bias));
        assertEquals(1, layer.filter(image, first, image.random(5 * 24), null, bias));
        long bytes = store.bytes();

        Kernels second = provider.kernels(store);
        assertEquals(
                0,
                layer.filter(image, second, new float[5 * 24], null, new float[24]),
                "what it passes is not looked at");
        assertEquals(bytes, store.bytes());
        assertArrayEquals(run(first), run(second));
    }

    @Test
    void aGuestOfAnotherModelIsRefused() {
        var store = new WeightStore();
        layer.filter(image, new KernelProvider(1).kernels(store), weights, null, bias);
        Kernels other = new KernelProvider(1).kernels(store);
        var otherLayer = new Layer(3, 3, 5, 16);
        assertThrows(
                WasmRuntimeException.class, () -> otherLayer.filter(image, other, image.random(5 * 16), null, bias));
    }

    private float[] run(Kernels kernels) {
        int output = image.space(3 * 3 * 24 * 4);
        kernels.convolve(image.bytes(), layer.geometry(image), 0, image.floats(input), 0, output);
        return image.read(output, 3 * 3 * 24);
    }
}
