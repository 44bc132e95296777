package wasmclassify.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import wasmclassify.error.ModelException;
import wasmclassify.model.card.CardField;
import wasmclassify.model.card.Fact;
import wasmclassify.model.card.ModelCard;

/** Finds the names of a model's classes: what its card says, else what is packed into its file, else by their number. */
final class LabelSource {
    private static final Set<String> BUNDLED = Set.of("imagenet", "pocket");

    private final ModelCard card;
    private final Optional<Path> modelFile;
    private final Path pulledLabels;

    /** @param pulledLabels where labels are that a card knows by their address */
    LabelSource(ModelCard card, Optional<Path> modelFile, Path pulledLabels) {
        this.card = card;
        this.modelFile = modelFile;
        this.pulledLabels = pulledLabels;
    }

    static boolean isBundled(String labels) {
        return BUNDLED.contains(labels);
    }

    static boolean isAddress(String labels) {
        return labels.matches("https?://.*");
    }

    /** The file that the card names, which can be read before the model is. */
    Optional<Labels> ofFile() {
        return card.text(CardField.LABELS)
                .filter(labels -> !isBundled(labels))
                .map(labels -> isAddress(labels) ? intact(pulledLabels) : Path.of(labels))
                .map(Labels::read)
                .map(labels -> labels.skip((int) card.number(CardField.LABEL_OFFSET).orElse(0)));
    }

    private Path intact(Path file) {
        try {
            Optional<String> problem = Files.exists(file) ? Integrity.ofLabels(card).problem(file) : Optional.empty();
            problem.ifPresent(what -> {
                throw new ModelException("label file `" + file + "` is damaged or another file: " + what);
            });
            return file;
        } catch (IOException e) {
            throw new ModelException("label file `" + file + "`: " + e.getMessage(), e);
        }
    }

    /** @throws ModelException if there are none, or another number of them */
    Labels of(int classes) {
        return ofFile()
                .or(() -> card.text(CardField.LABELS).map(name -> bundled(name, classes)))
                .or(() -> modelFile.flatMap(file -> PackedLabels.find(file, classes)))
                .orElseGet(() -> byCount(classes))
                .require(classes);
    }

    /** What is taken where the card names no labels, and why; empty where nothing is known. */
    Optional<Fact> implied(int classes) {
        return modelFile.flatMap(file -> PackedLabels.find(file, classes))
                .map(packed -> new Fact(packed.source(), "model file"))
                .or(() -> nameByCount(classes).map(name -> new Fact(name, "by the number of classes")));
    }

    private static Labels bundled(String name, int classes) {
        Labels labels = Labels.bundled(name + ".txt");
        return name.equals("imagenet") && classes == labels.names().size() - 1 ? labels.skip(1) : labels;
    }

    private static Labels byCount(int classes) {
        return nameByCount(classes).map(name -> bundled(name, classes)).orElseThrow(() -> new ModelException("the model has " + classes
                + " classes, for which no labels are built in; give them with --labels FILE"));
    }

    private static Optional<String> nameByCount(int classes) {
        return switch (classes) {
            case 200 -> Optional.of("pocket");
            case 1000, 1001 -> Optional.of("imagenet");
            default -> Optional.empty();
        };
    }
}
