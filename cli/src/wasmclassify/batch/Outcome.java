package wasmclassify.batch;

import wasmclassify.classify.Classification;
import wasmclassify.error.PictureException;
import wasmclassify.input.PictureInput;

/** What became of one picture. */
public sealed interface Outcome {
    /** The verdict on a picture whose best class is below the threshold. */
    String UNKNOWN = "unknown";

    PictureInput input();

    /**
     * It was classified.
     *
     * @param verdict the best class's label, or {@link #UNKNOWN}
     */
    record Classified(PictureInput input, Classification result, String verdict) implements Outcome {
        /** @param threshold that the best score must reach */
        static Classified of(PictureInput input, Classification result, double threshold) {
            return new Classified(input, result, result.best().score() >= threshold ? result.best().label() : UNKNOWN);
        }

        public boolean isUnknown() {
            return verdict.equals(UNKNOWN);
        }
    }

    /** It was not. */
    record Failed(PictureInput input, PictureException failure) implements Outcome {}
}
