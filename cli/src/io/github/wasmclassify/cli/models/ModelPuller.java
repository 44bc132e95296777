package io.github.wasmclassify.cli.models;

import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.file.AtomicFile;
import io.github.wasmclassify.file.FileFault;
import io.github.wasmclassify.model.Integrity;
import io.github.wasmclassify.model.Model;
import io.github.wasmclassify.model.UserFiles;
import io.github.wasmclassify.model.cache.FolderLock;
import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.ModelCard;
import io.github.wasmclassify.model.labels.LabelFile;
import io.github.wasmclassify.model.labels.NamedClasses;
import io.github.wasmclassify.net.UnreachableException;
import io.github.wasmclassify.net.download.Downloader;
import io.github.wasmclassify.net.download.FileCopy;
import io.github.wasmclassify.net.download.PartialFile;
import io.github.wasmclassify.net.download.Progress;
import io.github.wasmclassify.text.WebAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Downloads models of the catalogue. A file gets its name only when it is complete and matches the catalogue. Until
 * then it is {@code NAME.part}, which a later call resumes.
 */
public final class ModelPuller {
    private final UserFiles files = UserFiles.ofUser();
    private final Mirror mirror;
    private final Downloader downloader;
    private final Examiner examiner;
    private final Progress progress;
    private final Consumer<String> notes;

    /**
     * @param from an address, file or folder that replaces the catalogue's address
     * @param examiner used to compare a file with its card
     * @param progress of the model's file
     * @param notes takes lines for the user
     */
    public ModelPuller(Optional<String> from, Examiner examiner, Progress progress, Consumer<String> notes) {
        mirror = new Mirror(from);
        this.examiner = examiner;
        downloader = new Downloader(mirror.isGiven());
        this.progress = progress;
        this.notes = notes;
    }

    /** Whether the user named one file, which can only be one model. */
    public boolean takesOneFile() {
        return mirror.isOneFile();
    }

    /**
     * Downloads a model, unless it is here and intact.
     *
     * @return whether it was downloaded
     * @throws ModelException if that failed; an older file stays as it was
     */
    public boolean pull(String name) {
        ModelCard card = files.catalogue()
                .find(name)
                .orElseThrow(() -> new ModelException("the catalogue has no model `" + name + "`; "
                        + files.catalogue()
                                .nearest(name)
                                .map(known -> "did you mean `" + known + "`?")
                                .orElse("'wasm-classify models list' shows what it has")));
        String source = card.text(CardField.SOURCE)
                .filter(found -> !name.equals(Model.POCKET))
                .orElseThrow(() -> new ModelException(
                        "model `" + name + "` is built in or has no source, so it cannot be pulled"));
        Path folder = files.folder(name);
        try {
            return FolderLock.holding(
                    folder,
                    () -> notes.accept("waiting for another process that is pulling `" + name + "`"),
                    () -> pull(name, card, source));
        } catch (IOException e) {
            throw new ModelException("model `" + name + "`: " + FileFault.withFile(e), e);
        }
    }

    private boolean pull(String name, ModelCard card, String source) throws IOException {
        Path target = files.modelFile(name, card);
        Optional<String> labels = card.text(CardField.LABELS).filter(WebAddress::is);
        Path labelFile = files.labelFile(name);
        boolean areLabelsHere = labels.isEmpty() || isHere(labelFile, Integrity.ofLabels(card));
        if (areLabelsHere && isHere(target, Integrity.ofModel(card))) {
            return false;
        }
        Files.createDirectories(target.getParent());
        String place = mirror.model(source);
        Path labelPart = part(labelFile);
        Path modelPart = part(target);
        try {
            Optional<NamedClasses> names = labels.isPresent()
                    ? Optional.of(fetchLabels(mirror.labels(labels.get()), labelPart, card))
                    : Optional.empty();
            fetchModel(place, modelPart, card);
            requireAsSaid(place, modelPart, names, card);
            if (names.isPresent()) {
                AtomicFile.move(labelPart, labelFile);
            }
            AtomicFile.move(modelPart, target);
        } catch (UnreachableException e) {
            throw new IOException(e.getMessage() + "; " + withoutNetwork(name, place, labels.map(mirror::labels)), e);
        } finally {
            new PartialFile(labelPart).delete();
            deleteIfEmpty(target.getParent());
        }
        return true;
    }

    private static void deleteIfEmpty(Path folder) throws IOException {
        try {
            Files.delete(folder);
        } catch (DirectoryNotEmptyException e) {
            // a model, or a beginning to go on with
        }
    }

    /** Advice for a machine without a network. */
    private static String withoutNetwork(String name, String model, Optional<String> labels) {
        return "behind a proxy, set HTTPS_PROXY; without network, download " + model
                + labels.map(file -> " and " + file).orElse("")
                + " elsewhere, then run 'wasm-classify models pull --from ./" + Mirror.fileName(model) + " " + name
                + "'";
    }

    private static boolean isHere(Path file, Integrity integrity) throws IOException {
        return Files.exists(file) && integrity.problem(file).isEmpty();
    }

    private NamedClasses fetchLabels(String place, Path part, ModelCard card) throws IOException {
        Files.deleteIfExists(part);
        fetch(place, part, OptionalLong.empty(), LabelFile.LARGEST, Progress.NONE);
        Optional<String> problem = Integrity.ofLabels(card).problem(part);
        if (problem.isPresent()) {
            throw notTheRightOne(place, problem.get());
        }
        NamedClasses labels = LabelFile.read(part, place)
                .skip((int) card.number(CardField.LABEL_OFFSET).orElse(0));
        card.number(CardField.CLASSES).ifPresent(classes -> labels.forClasses((int) classes));
        return labels;
    }

    /** Even the right file may differ from its card, because the card's facts come from another source. */
    private void requireAsSaid(String place, Path part, Optional<NamedClasses> labels, ModelCard card)
            throws IOException {
        Optional<String> problem = new CardCheck(card, examiner).problem(part, labels);
        if (problem.isPresent()) {
            Files.delete(part);
            throw new IOException("the file at " + place + " was not kept: " + problem.get());
        }
    }

    private void fetchModel(String place, Path part, ModelCard card) throws IOException {
        Integrity integrity = Integrity.ofModel(card);
        boolean wasBegun = WebAddress.is(place) && Files.exists(part);
        fetch(place, part, card.number(CardField.BYTES), Model.LARGEST_FILE, progress);
        Optional<String> problem = integrity.problem(part);
        if (problem.isPresent() && wasBegun) { // the beginning may have been of another file
            Files.delete(part);
            fetch(place, part, card.number(CardField.BYTES), Model.LARGEST_FILE, progress);
            problem = integrity.problem(part);
        }
        if (problem.isPresent()) {
            Files.delete(part);
            throw notTheRightOne(place, problem.get());
        }
    }

    private static IOException notTheRightOne(String place, String problem) {
        return new IOException("the file at " + place + " is not the right one: " + problem + "; it was not kept");
    }

    private void fetch(String place, Path part, OptionalLong size, long limit, Progress watcher) throws IOException {
        try {
            if (WebAddress.is(place)) {
                downloader.fetch(URI.create(place), part, size, limit, watcher);
            } else {
                FileCopy.copy(
                        place.startsWith("file:") ? Path.of(URI.create(place)) : Path.of(place), part, size, limit);
            }
        } catch (UnreachableException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(place + ": " + FileFault.reason(e), e);
        } catch (IllegalArgumentException e) {
            throw new IOException(place + ": " + e.getMessage(), e);
        }
    }

    private static Path part(Path target) {
        return target.resolveSibling(target.getFileName() + ".part");
    }
}
