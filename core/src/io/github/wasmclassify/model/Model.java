package io.github.wasmclassify.model;

import io.github.wasmclassify.Internal;
import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.error.Remedy;
import io.github.wasmclassify.file.Content;
import io.github.wasmclassify.file.FileContent;
import io.github.wasmclassify.file.FileState;
import io.github.wasmclassify.model.beside.PreparationBeside;
import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.ModelCard;
import io.github.wasmclassify.model.card.ModelDescription;
import io.github.wasmclassify.model.labels.Labels;
import io.github.wasmclassify.model.labels.NamedClasses;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** A model on this machine: built in, pulled or added and known by its name, or any file of the user's. */
public final class Model {
    /** The largest model file that is read, in bytes. */
    public static final int LARGEST_FILE = 1 << 30;

    /** The name of the model that is built in. */
    public static final String POCKET = "pocket";

    private final String name;
    private final Optional<ModelFile> file; // absent for the one that is built in
    private final ModelCard card;
    private final LabelSource labels;
    private final Optional<String> cardNote;
    private final Reader reader;
    private PreparationBeside beside; // null until it was read

    /** Is shown a model's file whenever it is read. */
    @FunctionalInterface
    public interface Reader {
        /** @param bytes hold the file, {@code length} bytes from {@code offset} on; valid during the call only */
        void read(byte[] bytes, int offset, int length);
    }

    private Model(String name, Optional<ModelFile> file, ModelCard card, Optional<String> cardNote) {
        this(name, file, card, cardNote, (bytes, offset, length) -> {});
    }

    private Model(String name, Optional<ModelFile> file, ModelCard card, Optional<String> cardNote, Reader reader) {
        this.name = name;
        this.file = file;
        this.card = card;
        this.cardNote = cardNote;
        this.reader = reader;
        labels = new LabelSource(card, file, UserFiles.ofUser().labelFile(name));
    }

    /**
     * Finds a model, without reading it.
     *
     * @param nameOrFile a name of the catalogue, or a file; a name wins, so write {@code ./pocket} for a file of that
     *     name
     * @param wishes facts from the user, which override all others
     * @throws ModelException if there is neither, or if its card is invalid
     */
    public static Model find(String nameOrFile, ModelCard wishes) {
        if (nameOrFile.equals(POCKET)) {
            ModelCard card = Catalogue.bundledCard(POCKET).orElseThrow();
            return new Model(nameOrFile, Optional.empty(), wishes.over(card), Optional.empty());
        }
        Optional<ModelCard> named =
                ModelName.isOne(nameOrFile) ? UserFiles.ofUser().catalogue().find(nameOrFile) : Optional.empty();
        if (named.isPresent()) {
            return ofCatalogue(nameOrFile, named.get(), wishes);
        }
        if (!exists(nameOrFile)) {
            String message = "no model or file is named `" + nameOrFile + "`";
            throw UserFiles.ofUser()
                    .catalogue()
                    .nearest(nameOrFile)
                    .map(name -> ModelException.of(nameOrFile, message + "; did you mean `" + name + "`?", null, null))
                    .orElseGet(() -> ModelException.of(nameOrFile, message, Remedy.KNOWN_MODEL, null));
        }
        ModelFile file = ModelFile.at(Path.of(nameOrFile));
        CardFile cardFile = CardFile.beside(file);
        return new Model(nameOrFile, Optional.of(file), wishes.over(cardFile.card()), cardFile.note());
    }

    private static Model ofCatalogue(String name, ModelCard card, ModelCard wishes) {
        Path file = UserFiles.ofUser().modelFile(name, card);
        if (!Files.exists(file)) {
            throw failure(name, " is not on this machine", Remedy.PULLED_MODEL, null);
        }
        return new Model(
                name,
                Optional.of(ModelFile.at(file)),
                wishes.over(UserFiles.ofUser().withLabelsInHome(card)),
                Optional.empty());
    }

    private static boolean exists(String file) {
        try {
            return Files.exists(Path.of(file));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** The same model, whose file the reader is shown too: what the guest reads can be kept without a second look. */
    public Model readBy(Reader reader) {
        return new Model(name, file, card, cardNote, reader);
    }

    /** Whether this means labels that are built in, or none, and not a file. */
    public static boolean isLabelWord(String labels) {
        return LabelSource.isWord(labels);
    }

    /** All words that {@link #isLabelWord} is about. */
    public static List<String> labelWords() {
        return Stream.concat(Labels.bundledNames().stream(), Stream.of(LabelSource.NONE))
                .toList();
    }

    /** As the user gave it. */
    public String name() {
        return name;
    }

    /** A name that means this model wherever the command is run. */
    public String lastingName() {
        return exists(name) && file.isPresent() && file.get().path().equals(Path.of(name))
                ? file.get().path().toAbsolutePath().toString()
                : name;
    }

    /** What is known about it before it is read. */
    public ModelCard card() {
        return card;
    }

    /** What holds it: its file, or an archive or a directory; absent if it is built in. */
    public Optional<Path> file() {
        return file.map(ModelFile::path);
    }

    /** Where the model's own file is: its path, which leads into the archive or the directory that the user named. */
    public String source() {
        ModelFile found = file.orElseThrow();
        return (found.isPlain() ? found.path() : found.path().resolve(found.name())).toString();
    }

    /**
     * The whole file.
     *
     * @throws ModelException if it cannot be read, or is not the file that its card describes
     */
    public byte[] read() {
        Content content = content();
        try {
            byte[] bytes = new byte[content.size()];
            content.readInto(bytes, 0);
            return bytes;
        } catch (OutOfMemoryError e) {
            throw failure(": file does not fit into Java's free memory", null, e);
        }
    }

    /**
     * The whole file, to be read to where it is needed. Reading it throws what {@link #read} does.
     *
     * @throws ModelException if it cannot be read, or has another size than its card says
     */
    @Internal
    public Content content() {
        try {
            FileContent found = found();
            Integrity integrity = Integrity.ofModel(card);
            if (file.isPresent()) {
                integrity.sizeProblem(found.size()).ifPresent(this::refuse);
            }
            return checked(found, ": ", (bytes, offset, length) -> {
                if (file.isPresent()) {
                    integrity.problem(bytes, offset, length).ifPresent(this::refuse);
                }
                reader.read(bytes, offset, length);
            });
        } catch (IOException | IllegalArgumentException e) {
            throw failure(": " + e.getMessage(), null, e);
        }
    }

    /**
     * The whole file as it is, which is not compared with what its card says.
     *
     * @throws ModelException if it cannot be read
     */
    @Internal
    public FileContent uncheckedContent() {
        try {
            return found();
        } catch (IOException e) {
            throw failure(": " + e.getMessage(), null, e);
        }
    }

    private FileContent found() throws IOException {
        return file.isEmpty() ? resource() : file.get().content();
    }

    /**
     * A file in the model's folder that holds weights of it; empty if there is none of this name.
     *
     * @param location as the model states it, so untrusted
     * @throws ModelException if it cannot be read or is outside that folder
     */
    @Internal
    public Optional<Content> contentBeside(String location) {
        String subject = ": its weights `" + location.replaceAll("\\p{Cntrl}", " ") + "`: ";
        try {
            return file.isEmpty()
                    ? Optional.empty()
                    : file.get()
                            .folder()
                            .content(location, LARGEST_FILE)
                            .map(found -> checked(found, subject, (bytes, offset, length) -> {}));
        } catch (IOException e) {
            throw failure(subject + e.getMessage(), null, e);
        }
    }

    /** A file whose faults are told as this model's. */
    private Content checked(FileContent found, String subject, Reader then) {
        return new CheckedContent(found, fault -> failure(subject + fault.getMessage(), null, fault), then);
    }

    /**
     * What tells whether {@link #read} would give the same bytes as before, without reading them: the state of the file
     * and what the card says it has to be. Empty where that cannot be told, as of a file that has just been written.
     */
    public Optional<String> state() {
        try {
            String wanted = card.text(CardField.BYTES).orElse("") + " "
                    + card.text(CardField.DIGEST).orElse("");
            if (file.isEmpty()) {
                return Optional.of(wanted);
            }
            FileState state = file.get().state();
            return state.isSettled() ? Optional.of(file.get().name() + " " + state + " " + wanted) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The same of a file that {@link #contentBeside} finds. */
    public Optional<String> stateBeside(String location) {
        try {
            FileState state = file.orElseThrow().folder().state(location);
            return state.isSettled() ? Optional.of(state.toString()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void refuse(String problem) {
        throw failure(": " + file.orElseThrow().path() + " is damaged or a different file: " + problem, null, null);
    }

    /** @param problem what follows the model's name */
    private ModelException failure(String problem, Remedy remedy, Throwable cause) {
        return failure(name, problem, remedy, cause);
    }

    private static ModelException failure(String name, String problem, Remedy remedy, Throwable cause) {
        return ModelException.of(name, "model `" + name + "`" + problem, remedy, cause);
    }

    private FileContent resource() throws IOException {
        try (InputStream in = Model.class.getResourceAsStream(name + ".pb")) {
            byte[] bytes = in.readAllBytes();
            return FileContent.of(bytes.length, LARGEST_FILE, () -> new ByteArrayInputStream(bytes));
        }
    }

    /**
     * The names of its classes that a file has, if one is named: it can be looked at before the model is read.
     *
     * @throws ModelException if the file cannot be read
     */
    public Optional<NamedClasses> namedLabels() {
        return labels.ofFile();
    }

    /** What the guest has to be told to load it. */
    public Map<String, String> guestOptions() {
        Map<String, String> options = new LinkedHashMap<>(card.guestOptions());
        beside().card().guestOptions().forEach((option, value) -> options.put("beside." + option, value));
        OptionalInt count = namedLabels().map(NamedClasses::count).orElse(OptionalInt.empty());
        count.ifPresent(labels -> options.put("labels", Integer.toString(labels)));
        beside().card().facts().values().stream()
                .findFirst()
                .ifPresent(fact -> options.put("beside.by", fact.origin()));
        return options;
    }

    private PreparationBeside beside() {
        if (beside == null) {
            beside = file.map(found -> PreparationBeside.find(found.folder(), found.name()))
                    .orElse(PreparationBeside.NOTHING);
        }
        return beside;
    }

    /** All that is known about it after the guest has read it. Labels that do not fit are only named. */
    public ModelCard cardWith(ModelDescription description) {
        return cardWith(
                description, card.fact(CardField.LABELS).isPresent() ? Optional.empty() : labels.find(description));
    }

    private ModelCard cardWith(ModelDescription description, Optional<ChosenLabels> found) {
        ModelCard all = card.over(DescribedFacts.of(description));
        return found.filter(chosen -> all.fact(CardField.LABELS).isEmpty())
                .map(chosen -> all.with(CardField.LABELS, chosen.labels().source(), chosen.by()))
                .orElse(all);
    }

    /**
     * The names of its classes, and what had to be assumed about it.
     *
     * @throws ModelException if it has another number of classes than its card or its labels are for
     */
    public DescribedModel describedBy(ModelDescription description) {
        int classes = description.output().classes();
        if (description.output().isFeatures()) {
            return describedBy(description, new ChosenLabels(Labels.none(classes), "features", Optional.empty()));
        }
        requireClasses(classes);
        return describedBy(description, labels.find(description).orElseGet(() -> unnamed(classes)));
    }

    private DescribedModel describedBy(ModelDescription description, ChosenLabels chosen) {
        List<Guess> guesses = new ArrayList<>();
        if (description.input().isAssumed()
                || description.input().normalisedBy().equals("default")) {
            guesses.add(Guess.NORMALISATION);
        }
        chosen.guess().ifPresent(guesses::add);
        List<String> notes =
                Stream.concat(cardNote.stream(), beside().notes().stream()).toList();
        ModelCard all = cardWith(description, Optional.of(chosen));
        return new DescribedModel(all, chosen.labels(), guesses, notes, description);
    }

    private void requireClasses(int classes) {
        card.number(CardField.CLASSES).ifPresent(said -> {
            if (said != classes) {
                String origin = card.fact(CardField.CLASSES).orElseThrow().origin();
                throw failure(" has " + classes + " classes, but the " + origin + " states " + said, null, null);
            }
        });
    }

    /**
     * Such a model is answered with numbers; but one with as many classes as the built-in model used to get its names.
     */
    private ChosenLabels unnamed(int classes) {
        if (classes == Labels.bundled(POCKET, classes).names().size()) {
            throw failure(" has " + classes + " classes and no labels", Remedy.CLASS_NAMES, null);
        }
        return new ChosenLabels(Labels.none(classes), "default", Optional.of(Guess.NO_LABELS));
    }
}
