package io.github.wasmclassify.cli.doctor;

import io.github.wasmclassify.classify.Classifier;
import io.github.wasmclassify.classify.ClassifierOptions;
import io.github.wasmclassify.cli.models.Snapshots;
import io.github.wasmclassify.cli.report.ByteCount;
import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.file.FileFault;
import io.github.wasmclassify.model.DefaultModel;
import io.github.wasmclassify.model.Model;
import io.github.wasmclassify.model.UserFiles;
import io.github.wasmclassify.model.card.ModelCard;
import io.github.wasmclassify.snapshot.SnapshotFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checks the user's model folder, the models in it and the default model. */
public final class ModelExamination {
    private static final long LITTLE_SPACE = 1L << 30;
    private static final String CACHE = "cache";
    private static final String SNAPSHOTS = "snapshots";

    private final UserFiles files = UserFiles.ofUser();
    private final List<Finding> findings = new ArrayList<>();

    public List<Finding> findings() {
        findings.add(folder());
        if (findings.get(0).level() != Finding.Level.PROBLEM) {
            findings.add(snapshots());
            models();
        }
        findings.add(defaultModel());
        return findings;
    }

    private Finding folder() {
        Path home = files.home();
        if (Files.exists(home) && !Files.isDirectory(home)) {
            return Finding.problem(
                    CACHE, home + " is not a directory", "remove it, or set WASM_CLASSIFY_HOME to a directory");
        }
        try {
            Path existing = home.toAbsolutePath();
            while (!Files.exists(existing)) {
                existing = existing.getParent();
            }
            Files.delete(Files.createTempFile(existing, "wasm-classify", ".probe"));
            long free = Files.getFileStore(existing).getUsableSpace();
            String what = home + (Files.exists(home) ? "" : ", created when it is needed") + ", writable, "
                    + ByteCount.text(free) + " free";
            return free < LITTLE_SPACE
                    ? Finding.note(CACHE, what + "; larger models may not fit")
                    : Finding.ok(CACHE, what);
        } catch (IOException e) {
            return Finding.problem(
                    CACHE,
                    home + " cannot be written to: " + FileFault.reason(e),
                    "make it writable, or set WASM_CLASSIFY_HOME to another directory");
        }
    }

    /** Models as they are once loaded, for later runs. */
    private static Finding snapshots() {
        if (!Snapshots.areWanted()) {
            return Finding.note(SNAPSHOTS, "none are used, as the environment has " + Snapshots.SWITCH);
        }
        SnapshotFolder folder = SnapshotFolder.ofUser();
        try {
            if (Files.exists(folder.path()) && !folder.isPrivate()) {
                return Finding.problem(
                        SNAPSHOTS,
                        folder.path() + " belongs to another user, or others can write to it, so it is not used",
                        "remove it");
            }
            return Finding.ok(
                    SNAPSHOTS,
                    folder.files().size() + " of loaded models, " + ByteCount.text(folder.bytes()) + " of "
                            + ByteCount.text(SnapshotFolder.MOST_BYTES) + ", in " + folder.path());
        } catch (IOException e) {
            return Finding.problem(SNAPSHOTS, FileFault.withFile(e), "remove " + folder.path());
        }
    }

    private void models() {
        try {
            files.catalogue().cards().forEach((name, card) -> {
                if (files.state(name, card).isFile()) {
                    findings.add(model(name));
                }
            });
        } catch (ModelException e) {
            findings.add(Finding.problem("catalogue", e.getMessage(), "fix or delete the file"));
        }
    }

    private static Finding model(String name) {
        try {
            return Finding.ok(
                    "model " + name,
                    ByteCount.text(Model.find(name, ModelCard.EMPTY).read().length) + ", undamaged");
        } catch (ModelException e) {
            return Finding.problem(
                    "model " + name,
                    e.getMessage(),
                    "'wasm-classify models rm " + name + "', then pull or add it again");
        }
    }

    private static Finding defaultModel() {
        String subject = "default model";
        try {
            DefaultModel model = DefaultModel.find();
            subject += " `" + model.name() + "`, " + model.reason();
            Classifier.open(ClassifierOptions.builder().model(model.name()).build())
                    .close();
            return Finding.ok(subject, "can be used");
        } catch (ModelException e) {
            return Finding.problem(
                    subject,
                    e.getMessage(),
                    "choose another with --model, WASM_CLASSIFY_MODEL or 'wasm-classify models use'");
        }
    }
}
