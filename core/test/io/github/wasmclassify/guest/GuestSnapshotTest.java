package io.github.wasmclassify.guest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.wasmclassify.guest.kernels.KernelProvider;
import io.github.wasmclassify.guest.kernels.Kernels;
import io.github.wasmclassify.guest.kernels.WeightStore;
import io.github.wasmclassify.model.card.ModelDescription;
import io.github.wasmclassify.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A restored guest is like the one that loaded the model, to the last bit of its answers. */
class GuestSnapshotTest {
    private static final long MEMORY_LIMIT = 256 << 20;
    private static final int CLASSES = 200;

    private final byte[] model = read("models/pocket.pb");
    private final byte[] lemon = read("samples/lemon.png");
    private final byte[] orange = read("samples/orange.jpg");
    private final WeightStore weights = new WeightStore();

    private static byte[] read(String file) {
        try {
            return Files.readAllBytes(TestFiles.ROOT.resolve(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRestoredGuestAnswersAsTheOneThatLoadedTheModel(boolean simd) {
        GuestModule module = simd ? GuestModule.bundledWithHostKernels() : GuestModule.bundled();
        try (GuestInstance loaded = new GuestInstance(module, kernels(simd), 0, MEMORY_LIMIT)) {
            ModelDescription description = loaded.load(model, Map.of("max_pixels", "1000000"));
            GuestSnapshot snapshot = loaded.snapshot();
            for (int i = 0; i < 2; i++) { // the first must not change the snapshot
                try (GuestInstance restored = GuestInstance.restore(module, kernels(simd), snapshot, MEMORY_LIMIT)) {
                    assertEquals(description, restored.description());
                    assertSameAnswers(loaded, restored, lemon);
                    assertSameAnswers(loaded, restored, orange);
                }
            }
        }
    }

    private Optional<Kernels> kernels(boolean simd) {
        return simd ? Optional.of(new KernelProvider(1).kernels(weights)) : Optional.empty();
    }

    private static void assertSameAnswers(GuestInstance expected, GuestInstance actual, byte[] picture) {
        GuestAnswer wanted = expected.classify(picture, CLASSES);
        GuestAnswer answer = actual.classify(picture, CLASSES);
        assertArrayEquals(wanted.indices(), answer.indices());
        assertArrayEquals(wanted.scores(), answer.scores());
    }
}
