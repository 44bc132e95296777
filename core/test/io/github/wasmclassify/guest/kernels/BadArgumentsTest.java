package io.github.wasmclassify.guest.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.dylibso.chicory.runtime.WasmRuntimeException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever a guest passes, a kernel works inside of the guest's memory or traps before it has changed anything. */
class BadArgumentsTest {
    private static final int GEOMETRY_WORDS = 15;
    /** A batch of 2 x 2 x 2 products of 2 x 3 and 3 x 4; word 7 is the factor. */
    private static final int[] PRODUCT = {2, 3, 4, 3, 4, 1, 4, 0, 2, 24, 48, 32, 2, 12, 24, 16, 2, 6, 12, 8};

    private static final int FACTOR = 7;

    private final Random random = new Random(1);
    private final GuestImage image = new GuestImage(1);
    private final byte[] memory = image.bytes();
    private Kernels kernels;
    private int geometry;
    private int filter;
    private int input;
    private int output;
    private int product;

    @BeforeEach
    void layer() {
        assumeTrue(
                KernelProvider.missing().isEmpty(),
                () -> KernelProvider.missing().get());
        kernels = new KernelProvider(1).kernels(new WeightStore());
        var layer = new Layer(6, 6, 16, 24).kernel(3, 3).pad(1, 1, 1, 1);
        geometry = layer.geometry(image);
        filter = layer.filter(image, kernels, image.random(9 * 16 * 24), image.random(24), image.random(24));
        input = image.floats(image.random(6 * 6 * 16));
        output = image.space(6 * 6 * 24 * 4);
        product = image.words(PRODUCT);
    }

    @Test
    void addressesOutsideOfMemory() {
        int end = memory.length;
        for (int address : new int[] {end - 8, end, end + 1, Integer.MAX_VALUE - 3, Integer.MIN_VALUE, -4}) {
            traps(() -> kernels.pack(memory, address));
            traps(() -> kernels.convolve(memory, address, filter, input, 0, output));
            traps(() -> kernels.convolve(memory, geometry, filter, address, 0, output));
            traps(() -> kernels.convolve(memory, geometry, filter, input, address, output));
            traps(() -> kernels.convolve(memory, geometry, filter, input, 0, address));
            traps(() -> kernels.depthwise(memory, geometry, filter, address, output));
            traps(() -> kernels.pool(memory, 0, geometry, address, output));
            traps(() -> kernels.binary(memory, 0, address, input, 4, output, 4));
            traps(() -> kernels.binary(memory, 0, input, address, 4, output, 4));
            traps(() -> kernels.binary(memory, 0, input, input, 4, address, 4));
            traps(() -> kernels.unary(memory, 0, 0, 1, 0, address, output, 4));
            traps(() -> kernels.unary(memory, 0, 0, 1, 0, input, address, 4));
            traps(() -> kernels.mean(memory, address, 2, 4, output));
            traps(() -> kernels.mean(memory, input, 2, 4, address));
            traps(() -> kernels.resize(memory, address));
            traps(() -> kernels.multiply(memory, address, input, input, output));
            traps(() -> kernels.multiply(memory, product, address, input, output));
            traps(() -> kernels.multiply(memory, product, input, address, output));
            traps(() -> kernels.multiply(memory, product, input, input, address));
            traps(() -> kernels.softmax(memory, address, 2, 4, output));
            traps(() -> kernels.softmax(memory, input, 2, 4, address));
            traps(() -> kernels.normalise(memory, address));
            for (int word : new int[] {0, 3, 4, 5}) {
                int norm = norm(word, address);
                traps(() -> kernels.normalise(memory, norm));
            }
        }
    }

    @Test
    void lengthsBeyondMemory() {
        for (int length : new int[] {memory.length / 4, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
            traps(() -> kernels.binary(memory, 0, input, input, 4, output, length));
            traps(() -> kernels.binary(memory, 0, input, input, length, output, 4));
            traps(() -> kernels.unary(memory, 0, 0, 1, 0, input, output, length));
            traps(() -> kernels.mean(memory, input, length, 2, output));
            traps(() -> kernels.mean(memory, input, 2, length, output));
            traps(() -> kernels.softmax(memory, input, length, 2, output));
            traps(() -> kernels.softmax(memory, input, 2, length, output));
            for (int word : new int[] {1, 2}) {
                int norm = norm(word, length);
                traps(() -> kernels.normalise(memory, norm));
            }
            for (int word = 0; word < PRODUCT.length; word++) {
                int[] words = PRODUCT.clone();
                words[word] = length;
                int changed = image.words(words);
                if (word != FACTOR) {
                    traps(() -> kernels.multiply(memory, changed, input, input, output));
                }
            }
        }
    }

    @Test
    void unknownOperationsAndWeights() {
        traps(() -> kernels.convolve(memory, geometry, filter + 1, input, 0, output));
        traps(() -> kernels.convolve(memory, geometry, -1, input, 0, output));
        traps(() -> kernels.depthwise(memory, geometry, filter, input, output));
        traps(() -> kernels.pool(memory, 3, geometry, input, output));
        traps(() -> kernels.binary(memory, 6, input, input, 4, output, 4));
        traps(() -> kernels.binary(memory, 0, input, input, 0, output, 4));
        traps(() -> kernels.unary(memory, 14, 0, 1, 0, input, output, 4));
        traps(() -> kernels.softmax(memory, input, 2, 0, output));
    }

    /** A trap or a result; either way all that lies before the output stays as it is. */
    @Test
    void geometriesWithOddSizes() {
        int[] odd = {0, 1, 2, 3, 7, 100, 65_536, 1 << 20, Integer.MAX_VALUE, -1, Integer.MIN_VALUE};
        byte[] before = memory.clone();
        int traps = 0;
        for (int round = 0; round < 500; round++) {
            System.arraycopy(before, 0, memory, 0, before.length);
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                image.buffer().putInt(geometry + random.nextInt(GEOMETRY_WORDS) * 4, odd[random.nextInt(odd.length)]);
            }
            byte[] inputs = Arrays.copyOf(memory, output);
            traps += isTrap(() -> kernels.convolve(memory, geometry, filter, input, 0, output)) ? 1 : 0;
            traps += isTrap(() -> kernels.pool(memory, 0, geometry, input, output)) ? 1 : 0;
            assertArrayEquals(inputs, Arrays.copyOf(memory, output), "round " + round);
        }
        assertTrue(traps > 500 && traps < 1000, traps + " of 1000 calls trapped");
    }

    private static boolean isTrap(Runnable call) {
        try {
            call.run();
            return false;
        } catch (WasmRuntimeException e) {
            return true;
        }
    }

    @Test
    void resizeOfImpossiblePictures() {
        int[] good = {input, 8, 8, 3, 4, 4, output, 0};
        for (int word = 0; word < good.length - 1; word++) {
            for (int value : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0}) {
                int[] words = good.clone();
                words[word] = value;
                boolean possible = value == 0 && (word == 0 || word == 6);
                if (!possible) {
                    refuses(words, 0, 0, 8, 8);
                }
            }
        }
        refuses(good, 0, 0, 8.5, 8);
        refuses(good, -1, 0, 8, 8);
        refuses(good, 4, 0, 4, 8);
        refuses(good, Double.NaN, 0, 8, 8);
        kernels.resize(memory, request(good, 0, 0, 8, 8));
    }

    /** A normalisation of 2 rows of 4, of which one word is another. */
    private int norm(int word, int value) {
        int[] words = {input, 2, 4, input, input, output, 0, 0};
        words[word] = value;
        return image.words(words);
    }

    private void refuses(int[] words, double... region) {
        int request = request(words, region);
        traps(() -> kernels.resize(memory, request));
    }

    private int request(int[] words, double... region) {
        int address = image.words(words);
        image.space(32);
        for (int i = 0; i < region.length; i++) {
            image.buffer().putDouble(address + 32 + i * 8, region[i]);
        }
        return address;
    }

    private void traps(Runnable call) {
        byte[] before = memory.clone();
        assertThrows(WasmRuntimeException.class, call::run);
        assertTrue(Arrays.equals(before, memory), "memory was changed");
    }
}
