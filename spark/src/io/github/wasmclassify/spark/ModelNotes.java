package io.github.wasmclassify.spark;

import io.github.wasmclassify.model.DescribedModel;
import io.github.wasmclassify.model.Guess;
import io.github.wasmclassify.model.card.CardField;
import java.util.stream.Stream;

/** What had to be assumed about a model, with the option that decides it. */
final class ModelNotes {
    private ModelNotes() {}

    /** @param name the model's, as the user gave it */
    static Stream<String> of(String name, DescribedModel model) {
        return Stream.concat(
                model.guesses().stream().map(guess -> "model `" + name + "` " + text(guess, model)),
                model.notes().stream());
    }

    private static String text(Guess guess, DescribedModel model) {
        return switch (guess) {
            case NORMALISATION ->
                "does not state how it expects pixels to be scaled; (p - "
                        + model.card().text(CardField.MEAN).orElse("") + ") / "
                        + model.card().text(CardField.STD).orElse("")
                        + " is assumed; --card inputRange=RANGE, or --card "
                        + "mean=M and --card std=S, override this";
            case IMAGENET_LABELS ->
                "has classes without names; those of ImageNet are assumed; --card labels=FILE overrides this";
            case NO_LABELS -> "has classes without names; they are shown by number; --card labels=FILE names them";
        };
    }
}
