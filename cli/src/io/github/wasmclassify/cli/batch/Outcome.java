package io.github.wasmclassify.cli.batch;

import io.github.wasmclassify.classify.Classification;
import io.github.wasmclassify.classify.Prediction;
import io.github.wasmclassify.cli.input.PictureInput;
import io.github.wasmclassify.error.PictureException;
import java.util.List;

/** What became of one picture. */
public sealed interface Outcome {
    /** The verdict on a picture whose best class is below the threshold. */
    String UNKNOWN = "unknown";

    PictureInput input();

    /**
     * It was classified.
     *
     * @param verdict the best class's label, or {@link #UNKNOWN}
     * @param shortVerdict the same with only one name of the class, which no other class has
     */
    record Classified(PictureInput input, Classification result, String verdict, String shortVerdict)
            implements Outcome {
        /**
         * @param threshold that the best score must reach
         * @param shortNames of all classes
         */
        static Classified of(PictureInput input, Classification result, double threshold, List<String> shortNames) {
            Prediction best = result.best();
            return best.score() >= threshold
                    ? new Classified(input, result, best.label(), shortNames.get(best.index()))
                    : new Classified(input, result, UNKNOWN, UNKNOWN);
        }

        public boolean isUnknown() {
            return verdict.equals(UNKNOWN);
        }
    }

    /** It was not. */
    record Failed(PictureInput input, PictureException failure) implements Outcome {}
}
