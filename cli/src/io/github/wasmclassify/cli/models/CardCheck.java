package io.github.wasmclassify.cli.models;

import io.github.wasmclassify.cli.error.Advice;
import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.model.DescribedFacts;
import io.github.wasmclassify.model.Model;
import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.Fact;
import io.github.wasmclassify.model.card.ModelCard;
import io.github.wasmclassify.model.card.ModelDescription;
import io.github.wasmclassify.model.labels.NamedClasses;
import java.nio.file.Path;
import java.util.Optional;

/** Compares a model with its card: input, channels and classes. */
final class CardCheck {
    private static final int COLOURS = 3;

    private final ModelCard card;
    private final Examiner examiner;

    CardCheck(ModelCard card, Examiner examiner) {
        this.card = card;
        this.examiner = examiner;
    }

    /**
     * The first difference, if there is one.
     *
     * @param labels the names of the classes, if they are in a file
     */
    Optional<String> problem(Path file, Optional<NamedClasses> labels) {
        try {
            return problem(describe(file), labels);
        } catch (ModelException e) {
            return Optional.of(Advice.message(e));
        }
    }

    private Optional<String> problem(ModelDescription description, Optional<NamedClasses> labels) {
        ModelCard found = DescribedFacts.of(description);
        return difference(CardField.INPUT_SIZE, found, "its input size is %s")
                .or(() -> channelProblem(description.input().shape().get(3)))
                .or(() -> difference(CardField.CLASSES, found, "it has %s classes"))
                .or(() -> labels.flatMap(
                        names -> labelProblem(names, description.output().classes())));
    }

    /**
     * Leaves out the card's labels, which are not in their place before the model is kept. The card's input size is
     * used only if the file states none, because it would override the size to compare it with.
     */
    private ModelDescription describe(Path file) {
        ModelCard withSize = card.without(CardField.LABELS);
        ModelCard withoutSize = withSize.without(CardField.INPUT_SIZE);
        try {
            return examiner.describe(Model.find(file.toString(), withoutSize));
        } catch (ModelException e) {
            if (withoutSize.equals(withSize)) {
                throw e;
            }
            return examiner.describe(Model.find(file.toString(), withSize));
        }
    }

    private Optional<String> channelProblem(int channels) {
        return card.fact(CardField.CHANNELS)
                .filter(said -> channels != COLOURS)
                .map(said -> "it takes grey pictures, " + saying(said));
    }

    private Optional<String> difference(CardField field, ModelCard found, String form) {
        String actual = found.text(field).orElseThrow();
        return card.fact(field)
                .filter(said -> !said.value().equals(actual))
                .map(said -> form.formatted(actual) + ", " + saying(said));
    }

    private static Optional<String> labelProblem(NamedClasses labels, int classes) {
        return labels.fit(classes)
                ? Optional.empty()
                : Optional.of("it has " + classes + " classes, its label file names "
                        + labels.entries().size());
    }

    private static String saying(Fact said) {
        return "but the " + said.origin() + " states " + said.value();
    }
}
