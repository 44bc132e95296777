package io.github.wasmclassify.cli.models;

import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.file.FileFault;
import io.github.wasmclassify.model.Model;
import io.github.wasmclassify.model.UserFiles;
import io.github.wasmclassify.model.cache.FolderLock;
import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.ModelCard;
import io.github.wasmclassify.snapshot.SnapshotFolder;
import io.github.wasmclassify.text.WebAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Removes a model and its labels from this machine. If the user added it, its catalogue entry is removed too. */
public final class ModelRemover {
    private ModelRemover() {}

    /**
     * @return whether it was the default; then the built-in model is the default again
     * @throws ModelException if it is not here, is built in, or its files cannot be removed
     */
    public static boolean remove(String name) {
        UserFiles files = UserFiles.ofUser();
        Optional<ModelCard> card = files.catalogue().find(name);
        if (name.equals(Model.POCKET)) {
            throw new ModelException("model `" + name + "` is built in and cannot be removed");
        }
        boolean isAdded = files.added()
                        .find(name)
                        .flatMap(own -> own.text(CardField.SOURCE))
                        .filter(WebAddress::is)
                        .isEmpty()
                && files.added().find(name).isPresent();
        if (card.isEmpty() || !isAdded && !isHere(files, name, card.get())) {
            throw new ModelException("model `" + name + "` is not on this machine");
        }
        try {
            FolderLock.holding(files.folder(name), () -> {}, () -> {
                delete(files.folder(name));
                return null;
            });
            SnapshotFolder.ofUser().forget(name);
            if (isAdded) {
                files.changeAdded(catalogue -> catalogue.without(name));
            }
            boolean wasDefault = files.chosenModel().filter(name::equals).isPresent();
            if (wasDefault) {
                files.forgetChoice();
            }
            return wasDefault;
        } catch (IOException e) {
            throw new ModelException("model `" + name + "` cannot be removed: " + FileFault.withFile(e), e);
        }
    }

    /** True also for a partial download. */
    private static boolean isHere(UserFiles files, String name, ModelCard card) {
        Path file = files.modelFile(name, card);
        return Files.exists(file) || Files.exists(file.resolveSibling(file.getFileName() + ".part"));
    }

    /** Deletes a folder that contains only files. */
    static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> content;
        try (Stream<Path> entries = Files.list(folder)) {
            content = entries.toList();
        }
        for (Path file : content) {
            Files.delete(file);
        }
        Files.delete(folder);
    }
}
