package wasmclassify.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import wasmclassify.error.ModelException;
import wasmclassify.model.cache.FolderLock;
import wasmclassify.model.card.CardField;
import wasmclassify.model.card.ModelCard;
import wasmclassify.model.download.Downloader;
import wasmclassify.model.download.Progress;
import wasmclassify.model.labels.LabelFile;
import wasmclassify.model.labels.NamedClasses;

/**
 * Brings models of the catalogue to this machine. A file gets its name only when it is whole and is what the catalogue says; until then
 * it is {@code NAME.part}, which a later call goes on with.
 */
public final class ModelPuller {
    private final UserFiles files = UserFiles.ofUser();
    private final Mirror mirror;
    private final Downloader downloader;
    private final Examiner examiner;
    private final Progress progress;
    private final Consumer<String> notes;

    /**
     * @param from an address or a file or folder to take the files from, in place of what the catalogue says
     * @param examiner tells whether a file is the model that the catalogue speaks of
     * @param progress is told about the model's file
     * @param notes takes lines for the user
     */
    public ModelPuller(Optional<String> from, Examiner examiner, Progress progress, Consumer<String> notes) {
        mirror = new Mirror(from);
        this.examiner = examiner;
        downloader = new Downloader(mirror.isGiven());
        this.progress = progress;
        this.notes = notes;
    }

    /** Whether the user named one file, which cannot be several models. */
    public boolean takesOneFile() {
        return mirror.isOneFile();
    }

    /**
     * Pulls a model, unless it is here and intact.
     *
     * @return whether it had to be fetched
     * @throws ModelException if that did not work; what was there before is as it was
     */
    public boolean pull(String name) {
        ModelCard card = files.catalogue().find(name).orElseThrow(() -> new ModelException("the catalogue has no model `" + name
                + "`; 'wasm-classify models list' shows what it has"));
        String source = card.text(CardField.SOURCE).filter(found -> !name.equals(Model.POCKET))
                .orElseThrow(() -> new ModelException("model `" + name + "` is built in or has no source: there is nothing to pull"));
        Path folder = files.folder(name);
        try {
            return FolderLock.holding(folder, () -> notes.accept("waiting for another process that pulls `" + name + "`"),
                    () -> pull(name, card, source));
        } catch (IOException e) {
            throw new ModelException("model `" + name + "`: " + e.getMessage(), e);
        }
    }

    private boolean pull(String name, ModelCard card, String source) throws IOException {
        Path target = files.modelFile(name, card);
        Optional<String> labels = card.text(CardField.LABELS).filter(LabelSource::isAddress);
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
                moveTo(labelFile, labelPart);
            }
            moveTo(target, modelPart);
        } finally {
            Files.deleteIfExists(labelPart);
        }
        return true;
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
        NamedClasses labels = LabelFile.read(part, place).skip((int) card.number(CardField.LABEL_OFFSET).orElse(0));
        card.number(CardField.CLASSES).ifPresent(classes -> labels.forClasses((int) classes));
        return labels;
    }

    /** The right file may still not be what its card says, as what the card says was read in another place. */
    private void requireAsSaid(String place, Path part, Optional<NamedClasses> labels, ModelCard card) throws IOException {
        Optional<String> problem = new CardCheck(card, examiner).problem(part, labels);
        if (problem.isPresent()) {
            Files.delete(part);
            throw new IOException("the file at " + place + " was not kept: " + problem.get());
        }
    }

    private void fetchModel(String place, Path part, ModelCard card) throws IOException {
        Integrity integrity = Integrity.ofModel(card);
        boolean wasBegun = Files.exists(part);
        fetch(place, part, card.number(CardField.BYTES), ModelFile.LARGEST_FILE, progress);
        Optional<String> problem = integrity.problem(part);
        if (problem.isPresent() && wasBegun) { // the beginning may have been of another file
            Files.delete(part);
            fetch(place, part, card.number(CardField.BYTES), ModelFile.LARGEST_FILE, progress);
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
            if (Mirror.isAddress(place)) {
                downloader.fetch(URI.create(place), part, size, limit, watcher);
            } else {
                copy(place.startsWith("file:") ? Path.of(URI.create(place)) : Path.of(place), part, limit);
            }
        } catch (NoSuchFileException e) {
            throw new IOException(place + ": no such file", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(place + ": " + e.getMessage(), e);
        }
    }

    private static void copy(Path source, Path part, long limit) throws IOException {
        if (Files.isDirectory(source)) {
            throw new IOException("is a directory");
        }
        if (Files.size(source) > limit) {
            throw new IOException("is larger than the limit of " + limit + " bytes");
        }
        try (InputStream in = Files.newInputStream(source); OutputStream out = Files.newOutputStream(part)) {
            in.transferTo(out);
        }
    }

    private static Path part(Path target) {
        return target.resolveSibling(target.getFileName() + ".part");
    }

    private static void moveTo(Path target, Path part) throws IOException {
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
