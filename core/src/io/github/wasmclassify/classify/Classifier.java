package io.github.wasmclassify.classify;

import io.github.wasmclassify.error.GuestException;
import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.error.ModuleException;
import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.guest.GuestAnswer;
import io.github.wasmclassify.guest.GuestInstance;
import io.github.wasmclassify.image.PictureDecoder;
import io.github.wasmclassify.image.PictureFile;
import io.github.wasmclassify.image.Pixels;
import io.github.wasmclassify.model.DescribedModel;
import io.github.wasmclassify.model.Model;
import io.github.wasmclassify.model.card.ModelDescription;
import io.github.wasmclassify.model.labels.Labels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Classifies pictures. Opening a classifier loads the module and the model once. After that, each picture costs its
 * decoding, a resize and one run of the network.
 *
 * <pre>{@code
 * try (Classifier classifier = Classifier.open(ClassifierOptions.builder().build())) {
 *     System.out.println(classifier.classify(Path.of("lemon.png")).best().label());
 * }
 * }</pre>
 *
 * <p>Not thread-safe: use one classifier per thread, or a {@link ClassifierPool}.
 */
public final class Classifier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Classifier.class);

    private final ClassifierOptions options;
    private final EngineRuntime engine;
    private final Model model;
    private final GuestLoader loader;
    /** Absent if the guest decodes. */
    private final Optional<PictureDecoder> decoder;

    private DescribedModel described;
    private volatile GuestInstance guest; // null after it failed, until the next picture
    private Duration moduleTime = Duration.ZERO;
    private StartTimes startTimes;
    private boolean isWarm;
    private boolean isClosed;

    /** @param engine released when this classifier is closed */
    private Classifier(ClassifierOptions options, EngineRuntime engine, Model model, GuestLoader loader) {
        this.options = options;
        this.engine = engine;
        this.model = model;
        this.loader = loader;
        boolean staysInGuest =
                options.engine() == Engine.WASM || options.module().isPresent() && !engine.isSimd();
        boolean onHost = options.decoder() == Decoder.AUTO ? !staysInGuest : options.decoder() == Decoder.HOST;
        decoder = onHost ? Optional.of(new PictureDecoder(options.maxPixels())) : Optional.empty();
    }

    private static Classifier of(ClassifierOptions options, EngineRuntime engine, Model model) {
        return new Classifier(options, engine, model, new GuestLoader(options, engine, model));
    }

    /**
     * @throws ModelException if the model or its labels cannot be used
     * @throws ModuleException if the module or the engine cannot be used
     */
    public static Classifier open(ClassifierOptions options) {
        // fail early: quick checks come first
        Model model = Model.find(options.model(), options.card());
        model.namedLabels();

        long start = System.nanoTime();
        EngineRuntime engine = EngineRuntime.of(options);
        Classifier classifier = of(options, engine, model);
        classifier.moduleTime = since(start);
        LOG.debug("{} is ready after {} ms", engine, classifier.moduleTime.toMillis());
        try {
            classifier.described = model.describedBy(classifier.start());
            return classifier;
        } catch (RuntimeException | Error e) {
            classifier.close();
            throw e;
        }
    }

    /**
     * Returns a classifier with the same options for another thread. It shares the compiled module and, with the simd
     * engine, the packed weights. It loads the model with its first picture. Closing one does not affect the other.
     */
    public Classifier another() {
        Classifier other = new Classifier(options, engine.share(), model, loader);
        other.described = described;
        return other;
    }

    /**
     * Lets classifiers that {@link #another} makes from now on copy this one's guest, which takes memory for one copy,
     * instead of loading the model. Call it before the first picture.
     */
    void shareGuest() {
        loader.share(guest);
    }

    /**
     * Loads a model and describes it. Its labels are not checked.
     *
     * @throws ModelException if the model cannot be used
     */
    public static ModelDescription describe(Model model) {
        ClassifierOptions options = ClassifierOptions.builder()
                .model(model.name())
                .card(model.card())
                .build();
        try (Classifier classifier = of(options, EngineRuntime.of(options), model)) {
            return classifier.start();
        }
    }

    /** Makes a guest with the model in it. */
    private ModelDescription start() {
        try {
            GuestLoader.Loaded loaded = loader.load();
            guest = loaded.instance();
            engine.endWarmUp();
            startTimes = new StartTimes(moduleTime, loaded.guest(), loaded.model());
            ModelDescription description = guest.description();
            if (LOG.isDebugEnabled()) {
                LOG.debug("model {}: {}", model.name(), model.cardWith(description));
            }
            return description;
        } catch (ModelException | GuestException e) {
            if (e instanceof ModelException named && named.model().isPresent()) {
                throw named;
            }
            throw ModelException.of(model.name(), "model `" + model.name() + "`: " + e.getMessage(), null, e);
        }
    }

    /**
     * Classifies a picture file.
     *
     * @throws PictureException if it cannot be read or decoded; the classifier stays usable
     */
    public Classification classify(Path file) {
        return classify(PictureFile.read(file));
    }

    /**
     * Classifies a picture, with the classes that {@link ClassifierOptions} ask for; see {@link #classify(byte[],
     * Selection)}.
     */
    public Classification classify(byte[] picture) {
        return classify(picture, options.selection());
    }

    /**
     * Classifies a picture.
     *
     * @param picture the content of a picture file, in any format of docs/pictures.md
     * @throws PictureException if it cannot be decoded; the classifier stays usable
     * @throws CancellationException if the thread is interrupted; the classifier stays usable
     */
    public Classification classify(byte[] picture, Selection selection) {
        return ask(selection, (running, top) -> {
            long start = System.nanoTime();
            Optional<Pixels> pixels = decoder.flatMap(host -> host.decode(picture));
            double decodeMillis = since(start).toNanos() / 1e6;
            return pixels.map(decoded -> running.classify(decoded, top).decodedIn(decodeMillis))
                    .orElseGet(() -> running.classify(picture, top));
        });
    }

    /**
     * Classifies the values of the network's input tensor. Nothing is resized, cropped or normalised.
     *
     * @param values in the order of {@link ModelDescription.Input#shape}: rows from the top, channels interleaved
     * @throws PictureException if their number is wrong; the classifier stays usable
     * @throws CancellationException if the thread is interrupted; the classifier stays usable
     */
    public Classification classify(float[] values, Selection selection) {
        return ask(selection, (running, top) -> running.classify(values, top));
    }

    private Classification ask(Selection selection, BiFunction<GuestInstance, Integer, GuestAnswer> question) {
        GuestInstance running = runningGuest();
        try {
            boolean all = selectsByThreshold(selection);
            int classes = labels().names().size();
            if (options.features()) {
                return ofFeatures(question.apply(running, classes));
            }
            return named(question.apply(running, all ? classes : Math.min(selection.top(), classes)), selection);
        } catch (GuestException e) {
            dropGuest(); // its memory may be inconsistent: the next picture gets a fresh guest
            throw new PictureException(PictureException.Reason.INTERNAL, e.getMessage(), e);
        } finally {
            if (running.isBroken()) {
                dropGuest();
            }
        }
    }

    /** Loads the model now if it is not loaded yet: after {@link #another} or a failure. */
    void prepare() {
        runningGuest();
    }

    /** Runs the network once more, without a picture, and returns the time of each layer. */
    public List<LayerTime> profile() {
        return LayerTime.parse(runningGuest().profile());
    }

    /**
     * The current size of the guest's memory, in bytes. Any thread may call this; the value may be slightly out of
     * date.
     */
    long guestMemory() {
        GuestInstance running = guest;
        return running == null ? 0 : running.memoryBytes();
    }

    /** How long starting the current guest took. */
    public StartTimes startTimes() {
        runningGuest();
        return startTimes;
    }

    /** The names of the model's classes. */
    public Labels labels() {
        return described.labels();
    }

    /** What is known about the model, and what had to be assumed. */
    public DescribedModel model() {
        return described;
    }

    /** The engine in use, for display: {@code wasm}, or {@code simd} with details. */
    public String engine() {
        return engine.summary();
    }

    private GuestInstance runningGuest() {
        if (guest == null) {
            start();
        }
        return guest;
    }

    /** Whether all classes that reach the threshold are requested. */
    private boolean selectsByThreshold(Selection selection) {
        return described.isIndependent() && selection.threshold() > 0;
    }

    private static List<Prediction> reaching(Selection selection, List<Prediction> all) {
        List<Prediction> reaching = all.stream()
                .filter(prediction -> prediction.score() >= selection.threshold())
                .toList();
        return reaching.isEmpty() ? all.subList(0, Math.min(selection.top(), all.size())) : reaching;
    }

    /** The guest answers with features as it does with scores: the largest first, each with its index. */
    private Classification ofFeatures(GuestAnswer answer) {
        float[] features = new float[labels().names().size()];
        if (answer.indices().length != features.length) {
            throw new GuestException("the guest answered with " + answer.indices().length + " features");
        }
        for (int i = 0; i < features.length; i++) {
            features[classIndex(answer, i)] = answer.scores()[i];
        }
        return classification(answer, List.of(), features);
    }

    private Classification named(GuestAnswer answer, Selection selection) {
        List<String> names = labels().names();
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < answer.indices().length; i++) {
            int index = classIndex(answer, i);
            predictions.add(new Prediction(index, names.get(index), answer.scores()[i]));
        }
        if (predictions.isEmpty()) {
            throw new GuestException("the guest answered with no class");
        }
        return classification(
                answer, selectsByThreshold(selection) ? reaching(selection, predictions) : predictions, new float[0]);
    }

    private int classIndex(GuestAnswer answer, int position) {
        int index = answer.indices()[position];
        int classes = labels().names().size();
        if (index < 0 || index >= classes) {
            throw new GuestException("the guest answered with class " + index + " of " + classes);
        }
        return index;
    }

    private Classification classification(GuestAnswer answer, List<Prediction> wanted, float[] features) {
        LOG.debug(
                "{}x{}: decode {} ms, resize {} ms, inference {} ms",
                answer.width(),
                answer.height(),
                tenths(answer.decodeMillis()),
                tenths(answer.resizeMillis()),
                tenths(answer.inferenceMillis()));
        boolean warm = isWarm;
        isWarm = true;
        return new Classification(
                List.copyOf(wanted),
                answer.width(),
                answer.height(),
                duration(answer.decodeMillis()),
                duration(answer.resizeMillis()),
                duration(answer.inferenceMillis()),
                warm,
                features,
                answer.thumbnail().map(Thumbnail::of));
    }

    private static Duration duration(double millis) {
        return Duration.ofNanos(Math.round(millis * 1e6));
    }

    private static double tenths(double millis) {
        return Math.round(millis * 10) / 10.0;
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    /** Also ends the engine's threads if no other classifier shares it. */
    @Override
    public void close() {
        engine.endWarmUp();
        dropGuest();
        if (!isClosed) {
            isClosed = true;
            engine.release();
        }
    }

    private void dropGuest() {
        if (guest != null) {
            guest.close();
            guest = null;
        }
    }
}
