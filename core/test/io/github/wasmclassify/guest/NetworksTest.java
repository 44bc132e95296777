package io.github.wasmclassify.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.guest.kernels.KernelProvider;
import io.github.wasmclassify.guest.kernels.WeightStore;
import io.github.wasmclassify.image.Pixels;
import io.github.wasmclassify.model.card.ModelDescription;
import io.github.wasmclassify.testing.TestFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Small networks of many architectures in every format, in both guests, against the answers of TensorFlow, of
 * TensorFlow Lite's interpreter and of ONNX Runtime. The scripts that make models and answers are
 * {@code scripts/make-keras-graphs.py}, {@code wasm/tests/tflite_models.py} and {@code wasm/tests/onnx_models.py};
 * {@code scripts/check-networks.sh} tries the full-size ones.
 */
class NetworksTest {
    private static final Path DATA = Path.of(System.getProperty(
            "networks", TestFiles.ROOT.resolve("wasm/tests/data").toString()));
    /** Of the largest probability. */
    private static final double FLOAT_TOLERANCE = 1e-3;
    /** The oracles round every activation to 8 bits where a model is quantised, the guest does not. */
    private static final double QUANTISED_TOLERANCE = 0.03;

    /** VGG-16 in full size needs more than 1 GiB where the guest holds the weights. */
    private static final long MEMORY_LIMIT = 2L << 30;

    @TestFactory
    Stream<DynamicTest> networksOfEveryFormatGetTheAnswersOfTheirOwnEngines() throws Exception {
        return Stream.of("tensorflow", "tflite", "onnx")
                .flatMap(NetworksTest::models)
                .flatMap(model -> Stream.of(false, true)
                        .map(simd -> DynamicTest.dynamicTest(
                                DATA.relativize(model) + (simd ? ", simd" : ", wasm"), () -> check(model, simd))));
    }

    private static Stream<Path> models(String format) {
        if (!Files.isDirectory(DATA.resolve(format))) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(DATA.resolve(format))) {
            // the scores of the quantised ONNX model are logits, in which the oracle's rounding is too large for
            // probabilities
            return files
                    .filter(file -> file.toString().matches(".*\\.(pb|tflite|onnx)"))
                    .filter(file -> Files.exists(beside(file, "expected")))
                    .filter(file -> !file.getFileName().toString().matches("refused_.*|.*_quantised\\.onnx"))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void check(Path model, boolean simd) throws IOException {
        boolean onnx = model.toString().endsWith(".onnx");
        double[] expected = probabilities(floats(Files.readAllBytes(beside(model, "expected"))));
        try (GuestInstance guest = guest(simd)) {
            // the inputs of the ONNX models are (p - 128) / 127
            boolean gray = model.getFileName().toString().startsWith("lenet");
            Map<String, String> options =
                    onnx ? Map.of("mean", gray ? "128" : "128,128,128", "std", gray ? "127" : "127,127,127") : Map.of();
            ModelDescription description = guest.load(Files.readAllBytes(model), options);
            assertEquals(expected.length, description.output().classes());

            GuestAnswer answer = guest.classify(
                    onnx ? input(model, shape(description)) : pixels(model, shape(description)), expected.length);

            double largest = Arrays.stream(expected).max().orElseThrow();
            boolean quantised = model.toString().matches(".*(quantised|int8|int16|dynamic|ranges|qoperator).*");
            double tolerance = quantised ? QUANTISED_TOLERANCE : FLOAT_TOLERANCE * largest;
            for (int i = 0; i < expected.length; i++) {
                double difference = Math.abs(answer.scores()[i] - expected[answer.indices()[i]]);
                assertTrue(difference <= tolerance, "class " + answer.indices()[i] + " differs by " + difference);
            }
        }
    }

    private static GuestInstance guest(boolean simd) {
        return simd
                ? new GuestInstance(
                        GuestModule.bundledWithHostKernels(),
                        Optional.of(new KernelProvider(1).kernels(new WeightStore())),
                        0,
                        MEMORY_LIMIT)
                : new GuestInstance(GuestModule.bundled(), Optional.empty(), 0, MEMORY_LIMIT);
    }

    /** Height, width and channels of the input. */
    private static int[] shape(ModelDescription description) {
        return description.input().shape().stream()
                .skip(1)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static Pixels pixels(Path model, int[] shape) throws IOException {
        return new Pixels(Files.readAllBytes(beside(model, "pixels")), shape[1], shape[0], 3, 1);
    }

    private static Pixels input(Path model, int[] shape) throws IOException {
        Path own = beside(model, "input");
        // another form of a network has the network's name before its own, and its input
        byte[] samples = Files.readAllBytes(
                Files.exists(own) ? own : Path.of(own.toString().replaceFirst("_[a-z0-9]+[.]input$", ".input")));
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (samples[i] + 128);
        }
        return new Pixels(samples, shape[1], shape[0], shape[2], 1);
    }

    private static Path beside(Path model, String extension) {
        return model.resolveSibling(model.getFileName().toString().replaceAll("\\.[a-z]+$", "." + extension));
    }

    private static List<Float> floats(byte[] bytes) {
        var values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        return Stream.generate(values::get).limit(values.remaining()).toList();
    }

    /** The scores as the guest gives them: logits become probabilities. */
    private static double[] probabilities(List<Float> scores) {
        boolean already = scores.stream().allMatch(score -> score >= 0 && score <= 1);
        double highest = scores.stream().mapToDouble(Float::doubleValue).max().orElseThrow();
        double[] values = scores.stream()
                .mapToDouble(score -> already ? score : Math.exp(score - highest))
                .toArray();
        double total = already ? 1 : Arrays.stream(values).sum();
        return Arrays.stream(values).map(value -> value / total).toArray();
    }
}
