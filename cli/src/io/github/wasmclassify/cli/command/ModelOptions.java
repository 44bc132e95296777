package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.classify.ClassifierOptions;
import io.github.wasmclassify.classify.ClassifierPool;
import io.github.wasmclassify.model.DefaultModel;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of every command that runs a model. */
final class ModelOptions {
    @Option(
            names = {"-m", "--model"},
            paramLabel = "NAME|FILE",
            completionCandidates = ModelNames.Usable.class,
            description =
                    "A model from 'wasm-classify models list', or a model file. Default: the model chosen with 'models use', or "
                            + "pocket, which is built in.")
    private String model;

    @Mixin
    private CardOptions cardOptions;

    @Mixin
    private EngineOptions engineOptions;

    /** The model's name or file, for messages. */
    String model() {
        return model == null ? DefaultModel.find().name() : model;
    }

    /** Whether the built-in model is used because no other was ever chosen. */
    boolean isBuiltInByDefault() {
        return model == null && DefaultModel.find().isBuiltIn();
    }

    /** See {@link EngineOptions#threads}. */
    int threads() {
        return engineOptions.threads();
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
        return forOnePicture ? Optional.empty() : engineOptions.shortage(pool);
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
        return engineOptions
                .builder(model(), cardOptions.card())
                .forOnePicture(forOnePicture)
                .threads(threadsForOnePicture)
                .top(top)
                .threshold(threshold)
                .thumbnail(thumbnail)
                .build();
    }
}
