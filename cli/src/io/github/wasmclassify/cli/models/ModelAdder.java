package io.github.wasmclassify.cli.models;

import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.file.AtomicFile;
import io.github.wasmclassify.file.Content;
import io.github.wasmclassify.file.FileFault;
import io.github.wasmclassify.model.DescribedFacts;
import io.github.wasmclassify.model.DescribedModel;
import io.github.wasmclassify.model.Guess;
import io.github.wasmclassify.model.LabelSource;
import io.github.wasmclassify.model.Model;
import io.github.wasmclassify.model.UserFiles;
import io.github.wasmclassify.model.cache.Digest;
import io.github.wasmclassify.model.cache.FolderLock;
import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.ModelCard;
import io.github.wasmclassify.model.card.ModelDescription;
import io.github.wasmclassify.model.labels.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Copies a model file of the user's to those that are known by name, and what is known of it to the user's catalogue.
 */
public final class ModelAdder {
    private static final String ORIGIN = "models add";

    private final UserFiles files = UserFiles.ofUser();
    private final String name;
    private final Model model;

    /** @throws ModelException if the name is taken or there is no such file */
    public ModelAdder(String name, String file, ModelCard wishes) {
        this.name = name;
        requireFree();
        model = Model.find(file, wishes);
    }

    private void requireFree() {
        if (files.catalogue().find(name).isPresent()) {
            throw new ModelException("a model `" + name + "` already exists; choose another name, or remove it with "
                    + "'wasm-classify models rm " + name + "' if it is your own");
        }
    }

    /**
     * @param description what the guest found out about it
     * @return what is known of it
     * @throws ModelException if its labels are for another number of classes, or the files cannot be written
     */
    public DescribedModel add(ModelDescription description) {
        DescribedModel known = model.describedBy(description);
        ModelCard described = DescribedFacts.of(description);
        byte[] content = model.read();
        ModelCard card = model.card();
        for (CardField field : List.of(CardField.FORMAT, CardField.INPUT_SIZE, CardField.CLASSES)) {
            card = card.with(field, described.text(field).orElseThrow(), ORIGIN);
        }
        Optional<Labels> labels =
                known.guesses().contains(Guess.NO_LABELS) ? Optional.empty() : Optional.of(known.labels());
        keep(
                content,
                description.external(),
                labels,
                card.with(
                                CardField.LABELS,
                                labels.isPresent() ? "models/" + name + "/labels.json" : LabelSource.NONE,
                                ORIGIN)
                        .with(CardField.LABEL_OFFSET, "0", ORIGIN)
                        .with(CardField.SOURCE, model.source(), ORIGIN)
                        .with(CardField.BYTES, Integer.toString(content.length), ORIGIN)
                        .with(
                                CardField.DIGEST,
                                Digest.of(content, Digest.Algorithm.SHA256).toString(),
                                ORIGIN));
        return known;
    }

    /** All are to lie in one folder, beside the model and its labels. */
    private void requireNames(List<String> external, Path target) throws IOException {
        for (String file : external) {
            if (!file.matches("[^/\\\\]+")
                    || Path.of(file).equals(target.getFileName())
                    || file.equals("labels.json")) {
                throw new IOException("its weights are in `" + file
                        + "`, which cannot be kept beside it; save the model as one file");
            }
        }
    }

    private void keep(byte[] content, List<String> external, Optional<Labels> labels, ModelCard card) {
        try {
            requireNames(external, files.modelFile(name, card));
            FolderLock.holding(files.folder(name), () -> {}, () -> {
                requireFree();
                keepOrLeaveNothing(content, external, labels, card);
                return null;
            });
        } catch (IOException e) {
            throw new ModelException("model `" + name + "` cannot be added: " + FileFault.withFile(e), e);
        }
    }

    private void keepOrLeaveNothing(byte[] content, List<String> external, Optional<Labels> labels, ModelCard card)
            throws IOException {
        Path folder = files.folder(name);
        boolean isNew = !Files.exists(folder); // else it may hold what the user adds
        try {
            write(content, external, labels, card);
            files.changeAdded(catalogue -> catalogue.with(name, card));
        } catch (IOException | RuntimeException e) {
            if (isNew) {
                ModelRemover.delete(folder);
            }
            throw e;
        }
    }

    private void write(byte[] content, List<String> external, Optional<Labels> labels, ModelCard card)
            throws IOException {
        Path folder = files.folder(name);
        Files.createDirectories(folder);
        if (labels.isPresent()) {
            Files.writeString(folder.resolve("labels.json"), labels.get().toJson());
        }
        for (String file : external) {
            Content weights = model.contentBeside(file).orElseThrow();
            byte[] bytes = new byte[weights.size()];
            weights.readInto(bytes, 0);
            Files.write(folder.resolve(file), bytes);
        }
        Path target = files.modelFile(name, card);
        Path part = target.resolveSibling(target.getFileName() + ".part");
        AtomicFile.write(part, target, file -> Files.write(file, content));
    }
}
