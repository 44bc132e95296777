package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.classify.ClassifierOptions;
import io.github.wasmclassify.classify.ClassifierPool;
import io.github.wasmclassify.cli.command.PictureRun.Wanted;
import io.github.wasmclassify.model.DefaultModel;
import io.github.wasmclassify.model.Model;
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

    /** Whether the built-in model is used only because no other was chosen. */
    boolean isBuiltInByDefault() {
        return model == null && DefaultModel.find().isBuiltIn();
    }

    /** The model, and what the user says about it. */
    Model find() {
        return Model.find(model(), cardOptions.card());
    }

    /** Acts as if {@code --model} had this value. */
    void choose(String nameOrFile) {
        model = nameOrFile;
    }

    /** See {@link EngineOptions#threads}. */
    int threads() {
        return engineOptions.threads();
    }

    /**
     * A single picture is classified by all threads together; of many pictures, each gets one thread.
     *
     * @param timeout see {@link ClassifierPool#open}
     * @throws ParameterException if a value is out of its range
     */
    ClassifierPool openPool(boolean forOnePicture, Duration timeout, Wanted wanted) {
        return forOnePicture
                ? ClassifierPool.open(options(true, threads(), wanted), 1, timeout)
                : ClassifierPool.open(options(false, 1, wanted), threads(), timeout);
    }

    /** A note for the user if Java has too little memory for all threads. */
    Optional<String> shortage(ClassifierPool pool, boolean forOnePicture) {
        return forOnePicture ? Optional.empty() : engineOptions.shortage(pool);
    }

    /**
     * @param threadsForOnePicture that may work on one picture
     * @throws ParameterException if a value is out of its range
     */
    ClassifierOptions toClassifierOptions(int threadsForOnePicture) {
        return options(false, threadsForOnePicture, Wanted.top(1));
    }

    private ClassifierOptions options(boolean forOnePicture, int threadsForOnePicture, Wanted wanted) {
        return engineOptions
                .builder(model(), cardOptions.card())
                .forOnePicture(forOnePicture)
                .threads(threadsForOnePicture)
                .top(wanted.top())
                .threshold(wanted.threshold())
                .thumbnailSide(wanted.thumbnailSide())
                .features(wanted.features())
                .build();
    }
}
