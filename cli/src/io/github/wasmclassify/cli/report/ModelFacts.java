package io.github.wasmclassify.cli.report;

import io.github.wasmclassify.cli.text.Printable;
import io.github.wasmclassify.model.card.ModelCard;
import io.github.wasmclassify.model.card.ModelDescription;
import io.github.wasmclassify.model.card.Scores;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Everything known about a model, one fact per line with its source. */
public final class ModelFacts {
    private static final int KEY_WIDTH = 12;
    private static final Map<Scores, String> SCORES = Map.of(
            Scores.SOFTMAX_ADDED, "converted to probabilities by a softmax",
            Scores.SOFTMAX_IF_NEEDED, "converted to probabilities by a softmax, unless they already are",
            Scores.PROBABILITIES, "probabilities, as the network computes them",
            Scores.BINARY, "one probability p, shown as two classes, 1-p and p",
            Scores.INDEPENDENT, "an independent probability for each class: a picture can have several",
            Scores.FEATURES, "none: the values that the network computes before its last layer");

    private final StringBuilder lines = new StringBuilder();

    public ModelFacts(String name, ModelCard card) {
        add("name", name);
        card.facts().forEach((field, fact) -> add(field.key(), fact.value() + "  (" + fact.origin() + ")"));
    }

    public ModelFacts withNetwork(ModelDescription description) {
        Optional.ofNullable(SCORES.get(description.output().scores())).ifPresent(scores -> add("scores", scores));
        description
                .features()
                .ifPresent(found -> add("features", found.width() + " values of the node " + found.node()));
        add(
                "operations",
                description.operations().entrySet().stream()
                        .map(op -> op.getValue() + " " + op.getKey())
                        .collect(Collectors.joining(", ")));
        add("macs", String.format(Locale.ROOT, "%.1f million multiplications per picture", description.macs() / 1e6));
        add(
                "memory",
                ByteCount.text(description.weightBytes()) + " of weights, " + ByteCount.text(description.arenaBytes())
                        + " for activations");
        return this;
    }

    public ModelFacts withFile(Optional<Path> file) {
        file.ifPresent(path -> add("file", path.toString()));
        return this;
    }

    private void add(String key, String value) {
        lines.append(key)
                .append(" ".repeat(KEY_WIDTH - key.length()))
                .append(Printable.of(value))
                .append(System.lineSeparator());
    }

    @Override
    public String toString() {
        return lines.toString();
    }
}
