package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.classify.ClassifierOptions;
import io.github.wasmclassify.classify.ClassifierPool;
import io.github.wasmclassify.classify.Decoder;
import io.github.wasmclassify.classify.Engine;
import io.github.wasmclassify.cli.models.Snapshots;
import io.github.wasmclassify.model.card.ModelCard;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options for the engine that runs models, and its limits. */
final class EngineOptions {
    @Option(
            names = "--wasm",
            paramLabel = "FILE",
            description = "Run this WebAssembly module instead of the built-in one.")
    private Path module;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "auto",
            description =
                    "What runs the network: simd (the JVM's vector instructions), wasm (WebAssembly only) or auto (default): simd if "
                            + "available; plain Java for a single picture, because it starts faster.")
    private Engine engine;

    @Option(
            names = "--decoder",
            paramLabel = "DECODER",
            defaultValue = "auto",
            description =
                    "What decodes pictures: host (Java's ImageIO), guest (WebAssembly: untrusted bytes stay in the sandbox) or auto "
                            + "(default): host, or guest with --engine wasm.")
    private Decoder decoder;

    @Option(
            names = {"-j", "--threads"},
            paramLabel = "N",
            description =
                    "Number of threads (default: one per processor), used for several pictures at once or for one.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--max-pixels",
            paramLabel = "N",
            defaultValue = "" + ClassifierOptions.DEFAULT_MAX_PIXELS,
            description = "Refuse pictures with more pixels before decoding them (default: ${DEFAULT-VALUE}).")
    private long maxPixels;

    @Option(
            names = "--max-memory",
            paramLabel = "MIB",
            defaultValue = "1024",
            description = "Limit the module's memory to this many MiB, at most 2048 (default: ${DEFAULT-VALUE}).")
    private int maxMemory;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** @throws ParameterException if it is out of its range */
    int threads() {
        requireRange("--threads", threads, 1024);
        return threads;
    }

    /** A note for the user if Java has too little memory for all threads. */
    Optional<String> shortage(ClassifierPool pool) {
        return pool.size() >= threads
                ? Optional.empty()
                : Optional.of("Java has memory for " + pool.size() + " of " + threads
                        + " threads; give it more, as with JAVA_TOOL_OPTIONS=-Xmx4g, or set --threads");
    }

    /**
     * These options, for a model.
     *
     * @param card what the user says about the model
     * @throws ParameterException if a value is out of its range
     */
    ClassifierOptions.Builder builder(String model, ModelCard card) {
        requireRange("--max-pixels", maxPixels, 1_000_000_000);
        requireRange("--max-memory", maxMemory, 2048);
        return ClassifierOptions.builder()
                .model(model)
                .card(card)
                .module(module)
                .engine(engine)
                .decoder(decoder)
                .maxPixels(maxPixels)
                .maxMemory((long) maxMemory << 20)
                .snapshots(Snapshots.areWanted());
    }

    private void requireRange(String option, long value, long largest) {
        UsageError.require(value >= 1 && value <= largest, command, option, "from 1 to " + largest, value);
    }
}
