package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.classify.ClassifierOptions;
import io.github.wasmclassify.classify.ClassifierPool;
import io.github.wasmclassify.classify.Decoder;
import io.github.wasmclassify.classify.Engine;
import io.github.wasmclassify.model.DefaultModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of every command that runs a model. */
final class ModelOptions {
    @Option(
            names = {"-m", "--model"},
            paramLabel = "NAME|FILE",
            completionCandidates = ModelNames.Usable.class,
            description =
                    "A model of 'wasm-classify models list' or a model file. Unless given: what the environment's WASM_CLASSIFY_MODEL "
                            + "says, the model chosen with 'models use', or pocket, which is built in.")
    private String model;

    @Mixin
    private CardOptions cardOptions;

    @Option(
            names = "--wasm",
            paramLabel = "FILE",
            description = "Run this WebAssembly module in place of the bundled one.")
    private Path module;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "auto",
            description =
                    "What computes: simd (the JVM's vector instructions), wasm (WebAssembly alone) or auto (unless given): simd where "
                            + "it can run, but wasm for a single picture, which it answers sooner.")
    private Engine engine;

    @Option(
            names = "--decoder",
            paramLabel = "DECODER",
            defaultValue = "auto",
            description =
                    "What decodes pictures: host (Java's ImageIO), guest (WebAssembly: untrusted bytes stay in the sandbox) or auto "
                            + "(unless given): host, but guest with --engine wasm.")
    private Decoder decoder;

    @Option(
            names = {"-j", "--threads"},
            paramLabel = "N",
            description =
                    "Use this many threads: for several pictures at once, or for one (the number of processors unless given).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--max-pixels",
            paramLabel = "N",
            defaultValue = "" + ClassifierOptions.DEFAULT_MAX_PIXELS,
            description = "Refuse pictures with more pixels (${DEFAULT-VALUE} unless given).")
    private long maxPixels;

    @Option(
            names = "--max-memory",
            paramLabel = "MIB",
            defaultValue = "1024",
            description =
                    "The module's memory may grow to this many MiB, at most 2048 (${DEFAULT-VALUE} unless given).")
    private int maxMemory;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** The model's name or file, for messages. */
    String model() {
        return model == null ? DefaultModel.find().name() : model;
    }

    /** Whether the built-in model is used because no other was ever chosen. */
    boolean isBuiltInByDefault() {
        return model == null && DefaultModel.find().isBuiltIn();
    }

    /** @throws ParameterException if it is out of its range */
    int threads() {
        requireRange("--threads", threads, 1024);
        return threads;
    }

    /**
     * For one picture alone all threads work on it; many pictures get a thread each.
     *
     * @param timeout see {@link ClassifierPool#open}
     * @param top how many classes to tell of each picture
     * @param threshold see {@link ClassifierOptions}
     * @param thumbnail longer side of the thumbnails to make, in pixels; 0 for none
     * @throws ParameterException if a value is out of its range
     */
    ClassifierPool openPool(boolean forOnePicture, Duration timeout, int top, double threshold, int thumbnail) {
        return forOnePicture
                ? ClassifierPool.open(options(true, threads(), top, threshold, thumbnail), 1, timeout)
                : ClassifierPool.open(options(false, 1, top, threshold, thumbnail), threads(), timeout);
    }

    /** What to tell where Java has too little memory for all threads. */
    Optional<String> shortage(ClassifierPool pool, boolean forOnePicture) {
        return forOnePicture || pool.size() >= threads
                ? Optional.empty()
                : Optional.of("Java has memory for " + pool.size() + " of " + threads
                        + " threads; give it more, as with JAVA_TOOL_OPTIONS=-Xmx4g, or set --threads");
    }

    /**
     * @param threadsForOnePicture that may work on one picture
     * @throws ParameterException if a value is out of its range
     */
    ClassifierOptions toClassifierOptions(int threadsForOnePicture) {
        return options(false, threadsForOnePicture, 1, 0, 0);
    }

    private ClassifierOptions options(
            boolean forOnePicture, int threadsForOnePicture, int top, double threshold, int thumbnail) {
        requireRange("--max-pixels", maxPixels, 1_000_000_000);
        requireRange("--max-memory", maxMemory, 2048);
        return ClassifierOptions.builder()
                .model(model())
                .card(cardOptions.card())
                .module(module)
                .engine(engine)
                .decoder(decoder)
                .forOnePicture(forOnePicture)
                .threads(threadsForOnePicture)
                .top(top)
                .threshold(threshold)
                .maxPixels(maxPixels)
                .maxMemory((long) maxMemory << 20)
                .thumbnail(thumbnail)
                .snapshots(Snapshots.areWanted())
                .build();
    }

    private void requireRange(String option, long value, long largest) {
        if (value < 1 || value > largest) {
            throw new ParameterException(
                    command.commandLine(), option + " must be from 1 to " + largest + ", not " + value);
        }
    }
}
