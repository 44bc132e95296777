package io.github.wasmclassify.model;

import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.model.beside.LabelsBeside;
import io.github.wasmclassify.model.beside.ModelFolder;
import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.Fact;
import io.github.wasmclassify.model.card.ModelCard;
import io.github.wasmclassify.model.card.ModelDescription;
import io.github.wasmclassify.model.labels.LabelFile;
import io.github.wasmclassify.model.labels.LabelFormatException;
import io.github.wasmclassify.model.labels.Labels;
import io.github.wasmclassify.model.labels.NamedClasses;
import io.github.wasmclassify.text.WebAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds the names of a model's classes. The first of these that has any decides: the user or the model's card, label
 * files packed into the model's file, names in the network's format, files beside it; and ImageNet's names if the
 * number of classes fits.
 */
public final class LabelSource {
    /** In a card or option: the classes have no names. */
    public static final String NONE = "none";

    private final ModelCard card;
    private final Optional<ModelFile> model;
    private final Path pulledLabels;
    private Optional<NamedClasses> file; // null until it was read

    /** @param pulledLabels where labels are stored that a card names by their address */
    LabelSource(ModelCard card, Optional<ModelFile> model, Path pulledLabels) {
        this.card = card;
        this.model = model;
        this.pulledLabels = pulledLabels;
    }

    /** Whether this is a word for labels, not a file or an address. */
    static boolean isWord(String labels) {
        return labels.equals(NONE) || Labels.bundledNames().contains(labels);
    }

    /** The file that the card names, which can be read before the model is. */
    Optional<NamedClasses> ofFile() {
        if (file == null) {
            file = card.text(CardField.LABELS)
                    .filter(labels -> !isWord(labels))
                    .map(labels -> WebAddress.is(labels) ? LabelFile.read(intact(pulledLabels)) : read(labels))
                    .map(labels -> labels.skip(
                            (int) card.number(CardField.LABEL_OFFSET).orElse(0)));
        }
        return file;
    }

    /** Users' files are absolute; a card beside a model names its label file relative to the model's folder. */
    private NamedClasses read(String labels) {
        Path path = Path.of(labels);
        return path.isAbsolute() || model.isEmpty()
                ? LabelFile.read(path)
                : readBeside(model.get().folder(), labels);
    }

    private static NamedClasses readBeside(ModelFolder folder, String name) {
        try {
            byte[] content = folder.read(name, LabelFile.LARGEST).orElseThrow(() -> new IOException("no such file"));
            return LabelFile.parse(content, folder.title(name));
        } catch (IOException | LabelFormatException e) {
            throw new ModelException("label file `" + folder.title(name) + "`: " + e.getMessage(), e);
        }
    }

    private Path intact(Path file) {
        try {
            Optional<String> problem =
                    Files.exists(file) ? Integrity.ofLabels(card).problem(file) : Optional.empty();
            problem.ifPresent(what -> {
                throw new ModelException("label file `" + file + "` is damaged or a different file: " + what);
            });
            return file;
        } catch (IOException e) {
            throw new ModelException("label file `" + file + "`: " + e.getMessage(), e);
        }
    }

    /** @throws ModelException if the card names labels for another number of classes */
    Optional<ChosenLabels> find(ModelDescription description) {
        int classes = description.output().classes();
        return ofCard(classes)
                .or(() -> model.filter(ModelFile::isPlain)
                        .flatMap(file -> PackedLabels.find(file.path(), classes))
                        .map(packed -> new ChosenLabels(packed, "model file")))
                .or(() -> description
                        .labels()
                        .filter(names -> names.size() == classes)
                        .map(names -> new ChosenLabels(new Labels(description.labelsBy(), names), "model file")))
                .or(() -> model.flatMap(file -> LabelsBeside.find(file.folder(), file.name(), classes))
                        .map(beside -> new ChosenLabels(beside, "beside the model")))
                .or(() -> classes == 1000 || classes == 1001
                        ? Optional.of(new ChosenLabels(
                                Labels.bundled("imagenet", classes),
                                "by the number of classes",
                                Optional.of(Guess.IMAGENET_LABELS)))
                        : Optional.empty());
    }

    private Optional<ChosenLabels> ofCard(int classes) {
        return card.fact(CardField.LABELS).map(fact -> new ChosenLabels(named(fact, classes), fact.origin()));
    }

    private Labels named(Fact fact, int classes) {
        if (fact.value().equals(NONE)) {
            return Labels.none(classes);
        }
        return ofFile().map(file -> file.forClasses(classes)).orElseGet(() -> bundled(fact.value(), classes));
    }

    private static Labels bundled(String name, int classes) {
        Labels labels = Labels.bundled(name, classes);
        if (labels.names().size() != classes) {
            throw new ModelException("`" + name + "` has " + labels.names().size() + " labels but the model has "
                    + classes + " classes");
        }
        return labels;
    }
}
