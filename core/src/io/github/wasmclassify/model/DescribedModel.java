package io.github.wasmclassify.model;

import io.github.wasmclassify.model.card.ModelCard;
import io.github.wasmclassify.model.card.ModelDescription;
import io.github.wasmclassify.model.labels.Labels;
import java.util.List;

/**
 * What is known about a model after the guest has read it.
 *
 * @param card all facts with their origins
 * @param labels a name for each class
 * @param guesses what had to be assumed
 * @param notes about files beside it, for the user
 * @param description what the guest reports about it
 */
public record DescribedModel(
        ModelCard card, Labels labels, List<Guess> guesses, List<String> notes, ModelDescription description) {
    public DescribedModel {
        guesses = List.copyOf(guesses);
    }

    /** Whether each class has an independent probability, so that a picture can have several. */
    public boolean isIndependent() {
        return description.output().isIndependent();
    }
}
