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
 * @param card what is known better about the model than the catalogue or its file say
 * @param module a WebAssembly module to run in place of the bundled one
 * @param engine what computes the network
 * @param decoder what decodes pictures
 * @param forOnePicture whether one picture is classified and no more: what {@link Engine#AUTO} depends on
 * @param threads that may work on one picture, at least 1; with the simd engine
 * @param top how many predictions to return, at least 1
 * @param threshold of models whose classes are independent of each other, all predictions with at least this score are
 *     returned, instead of {@code top}; 0 for none
 * @param maxPixels of a picture; larger ones are refused before they are decoded
 * @param maxMemory of the guest, in bytes, at most 2 GiB
 * @param thumbnail the longer side, in pixels, of the thumbnail to make of each picture; 0 for none, which costs
 *     nothing
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
        int thumbnail,
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
        if (thumbnail != 0) {
            requireRange("thumbnail", thumbnail, Thumbnail.LONGEST_SIDE);
        }
    }

    private static void requireRange(String name, long value, long largest) {
        if (value < 1 || value > largest) {
            throw new IllegalArgumentException(name + " must be from 1 to " + largest + ", not " + value);
        }
    }

    /** Which classes are returned where the caller asks for no others. */
    Selection selection() {
        return new Selection(top, threshold);
    }

    /** The built-in model and one prediction, unless told otherwise. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options; null means that one is not given. */
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
        private int thumbnail;
        private boolean snapshots;

        private Builder() {}

        public Builder model(String nameOrFile) {
            this.model = nameOrFile;
            return this;
        }

        /** Goes over what was said before. */
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

        /** Says whether one picture is classified and no more. */
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

        /**
         * Of models whose classes are independent of each other, returns all predictions with at least this score; 0
         * for none.
         */
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
        public Builder thumbnail(int side) {
            this.thumbnail = side;
            return this;
        }

        /**
         * Whether to keep a snapshot of the loaded model in the user's cache, from which it is there much sooner in
         * later runs; not unless told so.
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
                    thumbnail,
                    snapshots);
        }
    }
}
