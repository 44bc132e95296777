package io.github.wasmclassify.cli.batch;

import io.github.wasmclassify.classify.Classification;
import io.github.wasmclassify.cli.input.PictureInput;
import io.github.wasmclassify.error.PictureException;
import java.util.List;

/** The outcome for one picture: a classification or a failure. */
public sealed interface Outcome {
    PictureInput input();

    /**
     * It was classified.
     *
     * @param verdict the best class's label, or {@link Classification#UNKNOWN}
     * @param shortVerdict the verdict with only one name of the class, which no other class has
     */
    record Classified(PictureInput input, Classification result, String verdict, String shortVerdict)
            implements Outcome {
        /**
         * @param threshold the score that the best class must reach
         * @param shortNames of all classes
         */
        static Classified of(PictureInput input, Classification result, double threshold, List<String> shortNames) {
            String shortVerdict =
                    result.reaches(threshold) ? shortNames.get(result.best().index()) : Classification.UNKNOWN;
            return new Classified(input, result, result.verdict(threshold), shortVerdict);
        }

        public boolean isUnknown() {
            return verdict.equals(Classification.UNKNOWN);
        }
    }

    /**
     * It was not.
     *
     * @param failure says what is wrong and what to try
     */
    record Failed(PictureInput input, PictureException failure) implements Outcome {}
}
