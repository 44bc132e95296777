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
 * Copies a user's model file into the folder of named models, and adds its description to the user's catalogue. The
 * file is read once, so that the copy is exactly what the guest described.
 */
public final class ModelAdder {
    private static final String ORIGIN = "models add";
    private static final String LABELS = "labels.json";

    private final UserFiles files = UserFiles.ofUser();
    private final String name;
    private final Model model;
    private final Examiner examiner;
    private final Path target;

    /** @throws ModelException if the name is taken or there is no such file */
    public ModelAdder(String name, String file, ModelCard wishes, Examiner examiner) {
        this.name = name;
        this.examiner = examiner;
        requireFree();
        model = Model.find(file, wishes);
        target = files.modelFile(name, ModelCard.EMPTY.with(CardField.SOURCE, model.source(), ORIGIN));
    }

    private void requireFree() {
        if (files.catalogue().find(name).isPresent()) {
            throw new ModelException("a model `" + name + "` already exists; choose another name, or remove it with "
                    + "'wasm-classify models rm " + name + "' if it is your own");
        }
    }

    /**
     * @return what is known about the model
     * @throws ModelException if it cannot be used, its labels are for another number of classes, or the files cannot be
     *     written
     */
    public DescribedModel add() {
        try {
            return FolderLock.holding(files.folder(name), () -> {}, () -> {
                requireFree();
                return addOrLeaveNothing();
            });
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private ModelException failure(IOException cause) {
        return ModelException.of(
                name, "model `" + name + "` cannot be added: " + FileFault.withFile(cause), null, cause);
    }

    private DescribedModel addOrLeaveNothing() throws IOException {
        Path folder = files.folder(name);
        boolean isNew = !Files.exists(folder); // otherwise it may contain the very file that the user adds
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            Files.createDirectories(folder);
            return add(part);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(part);
            if (isNew) {
                ModelRemover.delete(folder);
            }
            throw e;
        }
    }

    /** @param part the copy's name until the model is known to be usable */
    private DescribedModel add(Path part) throws IOException {
        ReadCopy copy = new ReadCopy(part, this::failure);
        Model read = model.readBy(copy);
        ModelDescription description = examiner.describe(read);
        DescribedModel known = read.describedBy(description);
        Optional<Labels> labels =
                known.guesses().contains(Guess.NO_LABELS) ? Optional.empty() : Optional.of(known.labels());
        keepBeside(description.external(), labels);
        AtomicFile.move(part, target);
        ModelCard card = card(description, labels.isPresent(), copy);
        files.changeAdded(catalogue -> catalogue.with(name, card));
        return known;
    }

    private ModelCard card(ModelDescription description, boolean hasLabels, ReadCopy copy) {
        ModelCard described = DescribedFacts.of(description);
        ModelCard card = model.card();
        for (CardField field : List.of(CardField.FORMAT, CardField.INPUT_SIZE, CardField.CLASSES)) {
            card = card.with(field, described.text(field).orElseThrow(), ORIGIN);
        }
        return card.with(CardField.LABELS, hasLabels ? "models/" + name + "/" + LABELS : LabelSource.NONE, ORIGIN)
                .with(CardField.LABEL_OFFSET, "0", ORIGIN)
                .with(CardField.SOURCE, model.source(), ORIGIN)
                .with(CardField.BYTES, Integer.toString(copy.size()), ORIGIN)
                .with(CardField.DIGEST, copy.digest().toString(), ORIGIN);
    }

    /** Writes the labels and the weights' files into the model's folder. */
    private void keepBeside(List<String> external, Optional<Labels> labels) throws IOException {
        requireNames(external);
        Path folder = target.getParent();
        if (labels.isPresent()) {
            Files.writeString(folder.resolve(LABELS), labels.get().toJson());
        }
        for (String file : external) {
            Content weights = model.contentBeside(file).orElseThrow();
            byte[] bytes = new byte[weights.size()];
            weights.readInto(bytes, 0);
            Files.write(folder.resolve(file), bytes);
        }
    }

    private void requireNames(List<String> external) throws IOException {
        for (String file : external) {
            if (!file.matches("[^/\\\\]+") || Path.of(file).equals(target.getFileName()) || file.equals(LABELS)) {
                throw new IOException("its weights are in `" + file
                        + "`, which cannot be kept beside it; save the model as one file");
            }
        }
    }
}
