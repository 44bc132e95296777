package io.github.wasmclassify.classify;

import io.github.wasmclassify.model.Model;
import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.InputRange;
import io.github.wasmclassify.model.card.ModelCard;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How to classify.
 *
 * @param model a model's name, or a model file
 * @param card facts about the model that override its catalogue entry and its file
 * @param module a WebAssembly module to run instead of the bundled one
 * @param engine what runs the network
 * @param decoder what decodes pictures
 * @param forOnePicture whether only a single picture will be classified; {@link Engine#AUTO} depends on it
 * @param threads how many threads may work on one picture, at least 1; used by the simd engine
 * @param top how many predictions to return, at least 1
 * @param threshold for models with independent classes: return all predictions with at least this score instead of
 *     {@code top}; 0 disables
 * @param maxPixels pictures with more pixels are refused before they are decoded
 * @param maxMemory limit for the guest's memory, in bytes, at most 2 GiB
 * @param thumbnailSide the longer side, in pixels, of the thumbnail to make of each picture; 0 for none
 * @param features whether to compute the network's features in place of its scores, see {@link Classification#features}
 * @param snapshots whether to keep a snapshot of the loaded model in the user's cache, and to use it in later runs
 */
public record ClassifierOptions(
        String model,
        ModelCard card,
        Optional<Path> module,
        Engine engine,
        Decoder decoder,
        boolean forOnePicture,
        int threads,
        int top,
        double threshold,
        long maxPixels,
        long maxMemory,
        int thumbnailSide,
        boolean features,
        boolean snapshots) {
    public static final long DEFAULT_MAX_PIXELS = 100_000_000;
    public static final long DEFAULT_MAX_MEMORY = 1L << 30;

    private static final long LARGEST_MEMORY = 2L << 30;
    static final int LARGEST_THREADS = 1024;

    /** @throws IllegalArgumentException if a number is out of its range */
    public ClassifierOptions {
        requireRange("threads", threads, LARGEST_THREADS);
        requireRange("top", top, Integer.MAX_VALUE);
        requireRange("max pixels", maxPixels, Long.MAX_VALUE);
        requireRange("max memory", maxMemory, LARGEST_MEMORY);
        if (thumbnailSide != 0) {
            requireRange("thumbnailSide", thumbnailSide, Thumbnail.LONGEST_SIDE);
        }
    }

    private static void requireRange(String name, long value, long largest) {
        if (value < 1 || value > largest) {
            throw new IllegalArgumentException(name + " must be from 1 to " + largest + ", not " + value);
        }
    }

    /** The classes to return by default. */
    Selection selection() {
        return new Selection(top, threshold);
    }

    /** Starts with the defaults: the built-in model and one prediction. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options; null means the default. */
    public static final class Builder {
        private String model = Model.POCKET;
        private ModelCard card = ModelCard.EMPTY;
        private Path module;
        private Engine engine = Engine.AUTO;
        private Decoder decoder = Decoder.AUTO;
        private boolean forOnePicture;
        private int threads = 1;
        private int top = 1;
        private double threshold;
        private long maxPixels = DEFAULT_MAX_PIXELS;
        private long maxMemory = DEFAULT_MAX_MEMORY;
        private int thumbnailSide;
        private boolean features;
        private boolean snapshots;

        private Builder() {}

        public Builder model(String nameOrFile) {
            this.model = nameOrFile;
            return this;
        }

        /** Lays this card over the current one, whose facts it overrides. */
        public Builder card(ModelCard facts) {
            this.card = facts.over(card);
            return this;
        }

        /** A file with a name per class. */
        public Builder labels(Path file) {
            return file == null
                    ? this
                    : card(ModelCard.EMPTY.with(
                            CardField.LABELS, file.toAbsolutePath().toString(), "caller"));
        }

        public Builder module(Path file) {
            this.module = file;
            return this;
        }

        public Builder engine(Engine choice) {
            this.engine = choice;
            return this;
        }

        public Builder decoder(Decoder choice) {
            this.decoder = choice;
            return this;
        }

        /** Whether only a single picture will be classified. */
        public Builder forOnePicture(boolean isAlone) {
            this.forOnePicture = isAlone;
            return this;
        }

        public Builder threads(int count) {
            this.threads = count;
            return this;
        }

        public Builder inputRange(InputRange range) {
            return range == null ? this : card(ModelCard.EMPTY.with(CardField.INPUT_RANGE, range.toString(), "caller"));
        }

        public Builder top(int count) {
            this.top = count;
            return this;
        }

        /** For models with independent classes: return all predictions with at least this score; 0 disables. */
        public Builder threshold(double score) {
            this.threshold = score;
            return this;
        }

        public Builder maxPixels(long pixels) {
            this.maxPixels = pixels;
            return this;
        }

        public Builder maxMemory(long bytes) {
            this.maxMemory = bytes;
            return this;
        }

        /** Makes a thumbnail of each picture, whose longer side has this many pixels at most; 0 for none. */
        public Builder thumbnailSide(int side) {
            this.thumbnailSide = side;
            return this;
        }

        /**
         * Whether to compute the network's features in place of its scores: the values before its last layer, or those
         * of the card's output node.
         */
        public Builder features(boolean areWanted) {
            this.features = areWanted;
            return this;
        }

        /**
         * Whether to keep a snapshot of the loaded model in the user's cache, so that later runs load it much faster
         * (default: false).
         */
        public Builder snapshots(boolean areKept) {
            this.snapshots = areKept;
            return this;
        }

        /** @throws IllegalArgumentException if a number is out of its range */
        public ClassifierOptions build() {
            return new ClassifierOptions(
                    model,
                    card,
                    Optional.ofNullable(module),
                    engine,
                    decoder,
                    forOnePicture,
                    threads,
                    top,
                    threshold,
                    maxPixels,
                    maxMemory,
                    thumbnailSide,
                    features,
                    snapshots);
        }
    }
}
