package io.github.wasmclassify.model;

import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.file.AtomicFile;
import io.github.wasmclassify.file.FileBytes;
import io.github.wasmclassify.model.cache.FolderLock;
import io.github.wasmclassify.model.cache.Home;
import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.ModelCard;
import io.github.wasmclassify.text.WebAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The files that this program keeps for its user, all in one folder: {@code models/NAME/} with a model and its labels,
 * {@code catalogue.json} with the models that the user added, and {@code default-model} with the name of the default
 * model.
 */
public record UserFiles(Path home) {
    private static final int LONGEST_NAME = 4096;

    /** Where a model is. */
    public enum State {
        BUILT_IN("built in"),
        PULLED("pulled"),
        ADDED("added"),
        AVAILABLE("available");

        private final String text;

        State(String text) {
            this.text = text;
        }

        /** Whether it is a file on this machine. */
        public boolean isFile() {
            return this == PULLED || this == ADDED;
        }

        /** For people. */
        @Override
        public String toString() {
            return text;
        }
    }

    public static UserFiles ofUser() {
        return new UserFiles(Home.directory());
    }

    /** All models that are known by name. */
    public Catalogue catalogue() {
        return added().over(Catalogue.bundled());
    }

    /** Those of them that the user added. */
    public Catalogue added() {
        return Catalogue.ofUser(home.resolve("catalogue.json"));
    }

    public State state(String name, ModelCard card) {
        if (name.equals(Model.POCKET)) {
            return State.BUILT_IN;
        }
        if (!Files.exists(modelFile(name, card))) {
            return State.AVAILABLE;
        }
        return card.text(CardField.SOURCE).filter(WebAddress::is).isPresent() ? State.PULLED : State.ADDED;
    }

    /** Where a model and its labels are kept. */
    public Path folder(String name) {
        return home.resolve("models").resolve(name);
    }

    /** Where a model's file is or will be: named after the model, with the extension of its source. */
    public Path modelFile(String name, ModelCard card) {
        String source = card.text(CardField.SOURCE).orElse("");
        String extension =
                source.substring(source.lastIndexOf('/') + 1).replaceFirst("^.*(\\.[A-Za-z0-9]{1,10})$|^.*$", "$1");
        return folder(name).resolve(name + extension);
    }

    public Path labelFile(String name) {
        return folder(name).resolve("labels.txt");
    }

    /** Resolves the card's label path against the home folder. */
    ModelCard withLabelsInHome(ModelCard card) {
        return card.fact(CardField.LABELS)
                .filter(labels -> !LabelSource.isWord(labels.value()) && !WebAddress.is(labels.value()))
                .map(labels ->
                        card.with(CardField.LABELS, home.resolve(labels.value()).toString(), labels.origin()))
                .orElse(card);
    }

    /** The default model that the user chose. */
    public Optional<String> chosenModel() {
        Path file = home.resolve("default-model");
        try {
            return Files.exists(file)
                    ? Optional.of(new String(FileBytes.read(file, LONGEST_NAME), StandardCharsets.UTF_8).strip())
                    : Optional.empty();
        } catch (IOException e) {
            throw new ModelException(file + ": " + e.getMessage(), e);
        }
    }

    public void choose(String nameOrFile) throws IOException {
        replace(home.resolve("default-model"), nameOrFile + "\n");
    }

    public void forgetChoice() throws IOException {
        Files.deleteIfExists(home.resolve("default-model"));
    }

    /** Changes the catalogue of the user's own models, which other processes may be changing too. */
    public void changeAdded(UnaryOperator<Catalogue> change) throws IOException {
        Path file = home.resolve("catalogue.json");
        FolderLock.holding(file, () -> {}, () -> {
            replace(file, change.apply(added()).toJson());
            return null;
        });
    }

    private static void replace(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Path temporary =
                Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new");
        AtomicFile.write(temporary, file, whole -> Files.writeString(whole, content));
    }
}
