package wasmclassify.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import wasmclassify.TestFiles;
import wasmclassify.error.ClassifierException;
import wasmclassify.error.GuestException;
import wasmclassify.error.ModelException;
import wasmclassify.error.PictureException;
import wasmclassify.guest.kernels.KernelProvider;
import wasmclassify.guest.kernels.WeightStore;

/**
 * Damaged models of each format in the modules as they are shipped: each is refused with one line or gives a result. None traps, takes more
 * than {@value #LONGEST_SECONDS} seconds or gets more memory than the limit. By default a few are tried; {@code
 * scripts/check-mutated-models.sh} tries 10,000 of each format in each engine.
 */
class MutatedModelsTest {
    private static final int COUNT = Integer.getInteger("mutations", 120);
    private static final int SEED = Integer.getInteger("mutations.seed", 1);
    private static final double LONGEST_SECONDS = 10;
    private static final long MEMORY_LIMIT = 1L << 30;
    private static final Path DATA = TestFiles.ROOT.resolve("wasm/tests/data");
    private static final Map<String, List<String>> MODELS = Map.of(
            "tensorflow", List.of("branches.pb", "branches_folded.pb", "odd_convolutions.pb", "mobilenet_v1_folded.pb"),
            "tflite", List.of("mobile_float32.tflite", "mobile_uint8_io.tflite", "branches_float16.tflite", "convolutions_int8.tflite",
                    "arithmetic_float32.tflite"),
            "onnx", List.of("inception_v1.onnx", "mobilenet_v1_quantised.onnx", "shufflenet_v2.onnx", "efficientnet_b0.onnx", "odd_ops.onnx"));

    private final KernelProvider kernels = new KernelProvider(1);
    private final List<String> faults = new ArrayList<>();
    private String slowest = "";
    private double slowestSeconds;
    private long largestBytes;
    private int results;

    @AfterEach
    void close() {
        kernels.close();
    }

    static Stream<Arguments> formatsAndEngines() {
        return MODELS.keySet().stream().sorted().flatMap(format -> Stream.of("wasm", "simd").map(engine -> Arguments.of(format, engine)));
    }

    @ParameterizedTest
    @MethodSource("formatsAndEngines")
    void damagedModelsAreRefusedOrGiveAResult(String format, String engine) throws Exception {
        List<String> models = MODELS.get(format);
        for (String model : models) {
            byte[] original = Files.readAllBytes(DATA.resolve(format).resolve(model));
            assertTrue(gives(original, engine), model + " itself gives no result");
            ModelDamage damage = new ModelDamage(original, format.equals("tflite"));
            for (int n = 0; n < COUNT / models.size(); n++) {
                attempt(model + " " + n, damage.damage(new Random((long) SEED << 32 | n)), engine);
            }
        }
                System.out.printf("%s, %s: %d mutations, %d give a result; slowest %.2f s (%s); largest memory %d MiB%n", format, engine,
                COUNT / models.size() * models.size(), results, slowestSeconds, slowest, largestBytes >> 20);
        assertEquals(List.of(), faults);
        assertTrue(results > 0 && results < COUNT, "the damage is all of one kind");
    }

    private void attempt(String name, byte[] model, String engine) {
        long start = System.nanoTime();
        try {
            results += gives(model, engine) ? 1 : 0;
        } catch (GuestException e) {
            faults.add(name + ": " + e.getMessage());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (seconds > slowestSeconds) {
            slowestSeconds = seconds;
            slowest = name;
        }
        if (seconds > LONGEST_SECONDS) {
            faults.add(name + ": took " + seconds + " s");
        }
    }

    /** Whether the model can be loaded and used; it is refused in one line where not. */
    private boolean gives(byte[] model, String engine) {
        boolean simd = engine.equals("simd");
        GuestModule module = simd ? GuestModule.bundledWithHostKernels() : GuestModule.bundled();
        try (GuestInstance guest = new GuestInstance(module, simd ? Optional.of(kernels.kernels(new WeightStore())) : Optional.empty(),
                model.length, MEMORY_LIMIT)) {
            try {
                guest.load(model, Map.of());
                return guest.classify(new Pixels(new byte[9 * 7 * 3], 9, 7, 3, 1), 5).indices().length > 0;
            } catch (ModelException | PictureException e) {
                requireOneLine(e);
                return false;
            } finally {
                largestBytes = Math.max(largestBytes, guest.memoryBytes());
            }
        }
    }

    private void requireOneLine(ClassifierException e) {
        if (e.getMessage().isBlank() || e.getMessage().lines().count() != 1) {
            faults.add("not one line: " + e.getMessage());
        }
    }
}
