package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.model.DescribedModel;
import io.github.wasmclassify.model.Guess;
import io.github.wasmclassify.model.card.CardField;
import java.util.stream.Stream;

/** What a user should know before trusting a model's answers: each assumption, with the option that overrides it. */
final class ModelNotes {
    private ModelNotes() {}

    /** @param name of the model, as the user gave it */
    static Stream<String> of(String name, DescribedModel model) {
        return Stream.concat(
                model.guesses().stream().map(guess -> text(guess, "model `" + name + "`", model)),
                model.notes().stream());
    }

    private static String text(Guess guess, String subject, DescribedModel model) {
        int classes = model.labels().names().size();
        return switch (guess) {
            case NORMALISATION ->
                subject + " does not state how it expects pixels to be scaled; " + normalisation(model)
                        + " is assumed; --input-range, or --mean and --std, override this";
            case IMAGENET_LABELS ->
                subject + " has " + classes
                        + " classes without names; those of ImageNet are assumed; --labels FILE overrides this";
            case NO_LABELS ->
                subject + " has " + classes
                        + " classes without names; they are shown by number; --labels FILE names them";
        };
    }

    private static String normalisation(DescribedModel model) {
        String mean = model.card().text(CardField.MEAN).orElse("");
        String std = model.card().text(CardField.STD).orElse("");
        return mean.equals("127.5") && std.equals("127.5") ? "-1..1" : "(p - " + mean + ") / " + std;
    }
}
