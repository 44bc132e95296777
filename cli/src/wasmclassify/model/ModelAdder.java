package wasmclassify.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import wasmclassify.error.ModelException;
import wasmclassify.model.cache.Digest;
import wasmclassify.model.cache.FolderLock;
import wasmclassify.model.card.CardField;
import wasmclassify.model.card.ModelCard;

/** Copies a model file of the user's to those that are known by name, and what is known of it to the user's catalogue. */
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
            throw new ModelException("there is a model `" + name + "` already; choose another name, or remove it with "
                    + "'wasm-classify models rm " + name + "' if it is your own");
        }
    }

    /**
     * @param described what the guest found out about it
     * @throws ModelException if there is not a label for each class, or the files cannot be written
     */
    public void add(ModelCard described) {
        Labels labels = model.labels((int) described.number(CardField.CLASSES).orElseThrow());
        byte[] content = model.read();
        ModelCard card = model.card();
        for (CardField field : List.of(CardField.FORMAT, CardField.INPUT_SIZE, CardField.CLASSES)) {
            card = card.with(field, described.text(field).orElseThrow(), ORIGIN);
        }
        keep(content, labels, card
                .with(CardField.LABELS, "models/" + name + "/labels.txt", ORIGIN)
                .with(CardField.LABEL_OFFSET, "0", ORIGIN)
                .with(CardField.SOURCE, model.file().orElseThrow().toString(), ORIGIN)
                .with(CardField.BYTES, Integer.toString(content.length), ORIGIN)
                .with(CardField.DIGEST, Digest.of(content, Digest.Algorithm.SHA256).toString(), ORIGIN));
    }

    private void keep(byte[] content, Labels labels, ModelCard card) {
        try {
            FolderLock.holding(files.folder(name), () -> {}, () -> {
                requireFree();
                Files.createDirectories(files.folder(name));
                Files.write(files.labelFile(name), labels.names());
                Path target = files.modelFile(name, card);
                Path part = target.resolveSibling(target.getFileName() + ".part");
                Files.write(part, content);
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                files.changeAdded(catalogue -> catalogue.with(name, card));
                return null;
            });
        } catch (IOException e) {
            throw new ModelException("model `" + name + "` cannot be added: " + e.getMessage(), e);
        }
    }
}
