package wasmclassify.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import wasmclassify.error.ModelException;
import wasmclassify.model.card.CardField;
import wasmclassify.model.card.Fact;
import wasmclassify.model.card.ModelCard;

/** A model that is on this machine: built in, pulled or added, by its name, or any file of the user's. */
public final class Model {
    /** The name of the model that is built in. */
    public static final String POCKET = "pocket";

    private final String name;
    private final Optional<ModelFile> file; // absent for the one that is built in
    private final ModelCard card;
    private final LabelSource labels;

    private Model(String name, Optional<ModelFile> file, ModelCard card) {
        this.name = name;
        this.file = file;
        this.card = card;
        labels = new LabelSource(card, file.map(ModelFile::path), UserFiles.ofUser().labelFile(name));
    }

    /**
     * Finds a model, without reading it.
     *
     * @param nameOrFile a name of the catalogue, or a file; a name wins, so write {@code ./pocket} for a file of that name
     * @param wishes what the user says about it, which goes before all else
     * @throws ModelException if there is neither, or if its card cannot be understood
     */
    public static Model find(String nameOrFile, ModelCard wishes) {
        if (nameOrFile.equals(POCKET)) {
            ModelCard card = Catalogue.bundled().find(POCKET).orElseThrow();
            return new Model(nameOrFile, Optional.empty(), wishes.over(card));
        }
        Optional<ModelCard> named = ModelName.isOne(nameOrFile) ? UserFiles.ofUser().catalogue().find(nameOrFile) : Optional.empty();
        if (named.isPresent()) {
            return ofCatalogue(nameOrFile, named.get(), wishes);
        }
        if (!exists(nameOrFile)) {
            throw new ModelException("no model or file is named `" + nameOrFile + "`; 'wasm-classify models list' shows the models,"
                    + " and a model of your own is given by its file, as in ./model.tflite");
        }
        ModelFile file = ModelFile.at(Path.of(nameOrFile));
        return new Model(nameOrFile, Optional.of(file), wishes.over(CardFile.beside(file)));
    }

    private static Model ofCatalogue(String name, ModelCard card, ModelCard wishes) {
        Path file = UserFiles.ofUser().modelFile(name, card);
        if (!Files.exists(file)) {
            throw new ModelException("model `" + name + "` is not on this machine; get it with 'wasm-classify models pull " + name + "'");
        }
        return new Model(name, Optional.of(ModelFile.at(file)), wishes.over(UserFiles.ofUser().withLabelsInHome(card)));
    }

    private static boolean exists(String file) {
        try {
            return Files.exists(Path.of(file));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** As the user gave it. */
    public String name() {
        return name;
    }

    /** A name that means this model wherever the command is run. */
    public String lastingName() {
        return exists(name) && file.isPresent() && file.get().path().equals(Path.of(name)) ? file.get().path().toAbsolutePath().toString() : name;
    }

    /** What is known of it before it is read. */
    public ModelCard card() {
        return card;
    }

    /** What holds it: its file, or an archive or a directory; absent if it is built in. */
    public Optional<Path> file() {
        return file.map(ModelFile::path);
    }

    /**
     * The whole file.
     *
     * @throws ModelException if it cannot be read, or is not the file that its card speaks of
     */
    public byte[] read() {
        try {
            if (file.isEmpty()) {
                return readResource();
            }
            byte[] content = file.get().read();
            Integrity.ofModel(card).problem(content).ifPresent(this::refuse);
            return content;
        } catch (IOException | IllegalArgumentException e) {
            throw new ModelException("model `" + name + "`: " + e.getMessage(), e);
        }
    }

    private void refuse(String problem) {
        throw new ModelException("model `" + name + "`: " + file.orElseThrow().path() + " is damaged or another file: " + problem);
    }

    private byte[] readResource() throws IOException {
        try (InputStream in = Model.class.getResourceAsStream(name + ".pb")) {
            return in.readAllBytes();
        }
    }

    /**
     * The names of its classes that a file has, if one is named: it can be looked at before the model is read.
     *
     * @throws ModelException if the file cannot be read
     */
    public Optional<Labels> namedLabels() {
        return labels.ofFile();
    }

    /**
     * What is known of it once it was read: its card, what the guest found out, and the labels that are taken where nothing names any.
     *
     * @param description the guest's
     */
    public ModelCard cardWith(String description) {
        ModelCard all = card.over(DescribedFacts.of(description));
        int classes = (int) all.number(CardField.CLASSES).orElseThrow();
        Optional<Fact> implied = all.fact(CardField.LABELS).isPresent() ? Optional.empty() : labels.implied(classes);
        return implied.map(fact -> all.with(CardField.LABELS, fact.value(), fact.origin())).orElse(all);
    }

    /**
     * The names of its classes: those that its card or the user names, else those packed into its file, else by their number: 200 are
     * those of the built-in model, 1,000 are ImageNet's and 1,001 are ImageNet's after one for the background.
     *
     * @param classes how many the network has
     * @throws ModelException if there are none, or another number of them
     */
    public Labels labels(int classes) {
        card.number(CardField.CLASSES).ifPresent(said -> {
            if (said != classes) {
                throw new ModelException("model `" + name + "` has " + classes + " classes, the "
                        + card.fact(CardField.CLASSES).orElseThrow().origin() + " says " + said);
            }
        });
        return labels.of(classes);
    }
}
