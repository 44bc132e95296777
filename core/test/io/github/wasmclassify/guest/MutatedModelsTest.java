package io.github.wasmclassify.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.error.ClassifierException;
import io.github.wasmclassify.error.GuestException;
import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.file.Content;
import io.github.wasmclassify.guest.kernels.KernelProvider;
import io.github.wasmclassify.guest.kernels.WeightStore;
import io.github.wasmclassify.image.Pixels;
import io.github.wasmclassify.model.Model;
import io.github.wasmclassify.model.card.ModelCard;
import io.github.wasmclassify.testing.TestFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damaged models of each format in the modules as they are shipped: each is refused with one line or gives a result.
 * None traps, takes more than {@value #LONGEST_SECONDS} seconds or gets more memory than the limit. By default a few
 * are tried; {@code scripts/check-mutated-models.sh} tries 10,000 of each format in each engine.
 */
class MutatedModelsTest {
    private static final int COUNT = Integer.getInteger("mutations", 120);
    private static final int SEED = Integer.getInteger("mutations.seed", 1);
    private static final double LONGEST_SECONDS = 10;
    private static final long MEMORY_LIMIT = 1L << 30;
    private static final byte[] SECRET = {1, 2, 3, 4};
    private static final Path DATA = TestFiles.ROOT.resolve("wasm/tests/data");
    private static final Map<String, List<String>> MODELS = Map.of(
            "tensorflow", List.of("branches.pb", "branches_folded.pb", "odd_convolutions.pb", "mobilenet_v1_folded.pb"),
            "tflite",
                    List.of(
                            "mobile_float32.tflite",
                            "mobile_uint8_io.tflite",
                            "branches_float16.tflite",
                            "convolutions_int8.tflite",
                            "arithmetic_float32.tflite"),
            "onnx",
                    List.of(
                            "inception_v1.onnx",
                            "mobilenet_v1_quantised.onnx",
                            "shufflenet_v2.onnx",
                            "efficientnet_b0.onnx",
                            "odd_ops.onnx"));

    private final KernelProvider kernels = new KernelProvider(1);
    private final List<String> faults = new ArrayList<>();
    private String slowest = "";
    private double slowestSeconds;
    private long largestBytes;
    private int results;
    /** What lies beside the model, under any name. */
    private Optional<byte[]> external = Optional.empty();

    @AfterEach
    void close() {
        kernels.close();
    }

    static Stream<Arguments> formatsAndEngines() {
        return MODELS.keySet().stream()
                .sorted()
                .flatMap(format -> Stream.of("wasm", "simd").map(engine -> Arguments.of(format, engine)));
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
        System.out.printf(
                "%s, %s: %d mutations, %d give a result; slowest %.2f s (%s); largest memory %d MiB%n",
                format,
                engine,
                COUNT / models.size() * models.size(),
                results,
                slowestSeconds,
                slowest,
                largestBytes >> 20);
        assertEquals(List.of(), faults);
        assertTrue(results > 0 && results < COUNT, "the damage is all of one kind");
    }

    /** Weights beside a model, and the part of the model that says where in them each lies, are damaged alike. */
    @ParameterizedTest
    @ValueSource(strings = {"wasm", "simd"})
    void damagedWeightsBesideAModelAreRefusedOrGiveAResult(String engine) throws Exception {
        byte[] model = Files.readAllBytes(DATA.resolve("shapes/weights_beside.onnx"));
        byte[] weights = Files.readAllBytes(DATA.resolve("shapes/weights_beside.onnx.data"));
        external = Optional.of(weights);
        assertTrue(gives(model, engine), "the model itself gives no result");
        ModelDamage damage = new ModelDamage(model, false);
        int digits = new String(model, StandardCharsets.ISO_8859_1).indexOf("offset");
        for (int n = 0; n < COUNT; n++) {
            Random random = new Random((long) SEED << 32 | n);
            byte[] damaged = damage.damage(random);
            if (random.nextBoolean()) {
                damaged = model.clone();
                damaged[Math.min(digits + random.nextInt(80), damaged.length - 1)] ^= (byte) (1 << random.nextInt(8));
            }
            external = Optional.of(
                    Arrays.copyOf(weights, random.nextInt(3) > 0 ? weights.length : random.nextInt(weights.length)));
            attempt("weights_beside.onnx " + n, damaged, engine);
        }
        assertEquals(List.of(), faults);
        assertTrue(results > 0 && results < COUNT, "the damage is all of one kind");
    }

    /**
     * Damaged models in a folder of their own ask for weights by any name: what they get lies in that folder, and what
     * lies outside is never handed to them.
     */
    @Test
    void noDamagedNameReadsOutsideOfTheModelsFolder(@TempDir Path outside) throws Exception {
        Path folder = Files.createDirectory(outside.resolve("folder"));
        byte[] model = Files.readAllBytes(DATA.resolve("shapes/weights_beside.onnx"));
        Files.write(outside.resolve("weights_beside.onnx.data"), SECRET);
        Files.createSymbolicLink(folder.resolve("link"), outside);
        Files.createDirectory(folder.resolve("deeper"));
        String location = "weights_beside.onnx.data";
        List<String> tricks =
                List.of("../", "/", "link/", "deeper/../../", "./../", "..\\", "C:", "~/", "link/../", "\0");
        String text = new String(model, StandardCharsets.ISO_8859_1);
        for (int n = 0; n < Math.max(COUNT, tricks.size()); n++) {
            Random random = new Random((long) SEED << 32 | n);
            String trick = tricks.get(n % tricks.size()) + (random.nextBoolean() ? location : "x");
            String name = (trick + location).substring(0, location.length());
            byte[] damaged = text.replace(location, name).getBytes(StandardCharsets.ISO_8859_1);
            Files.write(folder.resolve("model.onnx"), damaged);
            Model found = Model.find(folder.resolve("model.onnx").toString(), ModelCard.EMPTY);
            try {
                for (String asked : List.of(name, trick)) {
                    found.contentBeside(asked).ifPresent(bytes -> faults.add("read `" + asked + "`"));
                }
            } catch (ModelException e) {
                requireOneLine(e);
            }
        }
        assertEquals(List.of(), faults);
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
        try (GuestInstance guest = new GuestInstance(
                module,
                simd ? Optional.of(kernels.kernels(new WeightStore())) : Optional.empty(),
                model.length,
                MEMORY_LIMIT)) {
            try {
                guest.load(Content.of(model), name -> external.map(Content::of), Map.of());
                return guest.classify(new Pixels(new byte[9 * 7 * 3], 9, 7, 3, 1), 5)
                                .indices()
                                .length
                        > 0;
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
