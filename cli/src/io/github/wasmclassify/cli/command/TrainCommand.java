package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.classify.Classifier;
import io.github.wasmclassify.classify.ClassifierPool;
import io.github.wasmclassify.cli.batch.Tally;
import io.github.wasmclassify.cli.command.PictureRun.Wanted;
import io.github.wasmclassify.cli.error.OutputException;
import io.github.wasmclassify.cli.evaluate.LabelledPicture;
import io.github.wasmclassify.cli.evaluate.LabelledPictures;
import io.github.wasmclassify.cli.file.NewFile;
import io.github.wasmclassify.cli.input.PassedOver;
import io.github.wasmclassify.cli.models.ModelAdder;
import io.github.wasmclassify.cli.report.ResultOutput;
import io.github.wasmclassify.cli.train.ExampleCheck;
import io.github.wasmclassify.cli.train.ExampleReader;
import io.github.wasmclassify.cli.train.SuspectTable;
import io.github.wasmclassify.cli.train.TrainingText;
import io.github.wasmclassify.cli.train.Variants;
import io.github.wasmclassify.file.FileFault;
import io.github.wasmclassify.model.ModelName;
import io.github.wasmclassify.model.UserFiles;
import io.github.wasmclassify.model.cache.Digest;
import io.github.wasmclassify.model.card.ModelCard;
import io.github.wasmclassify.training.Duplicates;
import io.github.wasmclassify.training.Example;
import io.github.wasmclassify.training.FeatureCache;
import io.github.wasmclassify.training.PerceptualHash;
import io.github.wasmclassify.training.Trainer;
import io.github.wasmclassify.training.Training;
import io.github.wasmclassify.training.head.BaseModel;
import io.github.wasmclassify.training.head.HeadWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wasm-classify train}: teaches a model new classes. */
@Command(
        description = "Teach a model your own classes, from a folder of pictures for each.",
        exitCodeList = {
            ExitCode.OK_TEXT,
            "1:some pictures could not be read; the model was made of the others",
            ExitCode.USAGE_TEXT,
            ExitCode.UNUSABLE_TEXT,
            ExitCode.INTERNAL_TEXT,
            ExitCode.TIMED_OUT_TEXT,
            "130:interrupted; nothing was written"
        },
        footer = {
            "  wasm-classify train photos --output mine.pb       photos/ has a folder for each class",
            "  wasm-classify train photos -o mine.pb --unknown   also learn what belongs to none of them",
            "  wasm-classify predict --model mine.pb photo.jpg"
        })
final class TrainCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "DIRECTORY|CSV",
            description =
                    "A directory with a folder of pictures for each class, named after the class; or a CSV table with the columns "
                            + "path and label.")
    private Path source;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description =
                    "Write the model to FILE, in the format of the base model: .pb, .tflite or .onnx. It appears only when it is complete.")
    private Path file;

    @Option(
            names = "--validation",
            paramLabel = "SHARE",
            defaultValue = "0.2",
            description =
                    "Hold out this share of the pictures of each class to measure the accuracy (default: ${DEFAULT-VALUE}; 0 disables). "
                            + "The model in FILE is then fitted to all pictures.")
    private double validation;

    @Option(
            names = "--augment",
            description = "Also learn from mirrored and cropped versions of each picture; takes six times as long.")
    private boolean augment;

    @Option(
            names = "--unknown",
            description = "Add the class 'unknown', for pictures that are unlike all that the model was trained with.")
    private boolean unknown;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Seed for choosing the pictures to hold out (default: ${DEFAULT-VALUE}). The same pictures, options and seed give the same model.")
    private long seed;

    @Option(
            names = "--suspects",
            paramLabel = "FILE",
            description = "Write the pictures that may be in the wrong class to FILE, as CSV, the likeliest first.")
    private Path suspects;

    @Option(
            names = "--add",
            paramLabel = "NAME",
            description = "Also give the model a name, as 'wasm-classify models add' does.")
    private String name;

    @Option(
            names = "--base",
            paramLabel = "NAME|FILE",
            completionCandidates = ModelNames.Usable.class,
            description = "The model to build on; the same as --model.")
    private String base;

    @Mixin
    private TimeLimit timeLimit;

    @Mixin
    private ModelOptions modelOptions;

    @Spec
    private CommandSpec command;

    /** What is learned from, once all pictures were read. */
    private record Lesson(List<Example> examples, Duplicates duplicates, List<List<float[]>> variants, Tally tally) {}

    @Override
    public Integer call() {
        // quick checks come first
        UsageError.require(validation >= 0 && validation <= 0.9, command, "--validation", "from 0 to 0.9", validation);
        Duration timeout = timeLimit.timeout();
        requireName();
        if (base != null) {
            modelOptions.choose(base);
        }
        LabelledPictures labelled = LabelledPictures.of(source);
        List<String> labels = labelled.labels().keySet().stream().sorted().toList();
        ExampleCheck.requireClasses(labels, source);
        try (PictureRun run = new PictureRun(modelOptions, false, Wanted.features(thumbnailSide()));
                NewFile model = create(file);
                ResultOutput suspectFile = suspects == null ? null : ResultOutput.toFile(suspects);
                ClassifierPool pool = run.openPool(timeout)) {
            BaseModel base = new BaseModel(modelOptions.find(), pool.model().description());
            requireExtension(base);
            run.noteAssumptions();
            Lesson lesson = read(run, pool, base, labelled, labels);
            if (run.isInterrupted()) {
                return interrupted(run);
            }
            Trainer trainer = new Trainer(labels, new Trainer.Settings(validation, seed, unknown));
            Training training = trainer.train(lesson.examples, lesson.duplicates, lesson.variants);
            write(base, training, model);
            report(run, labels, training);
            if (suspectFile != null) {
                SuspectTable.write(training.suspects(), labels, suspectFile);
                suspectFile.commit();
            }
            if (run.isInterrupted()) {
                return interrupted(run);
            }
            commit(model);
            System.out.println(file + ": written");
            addName();
            return ExitCode.of(lesson.tally);
        }
    }

    private static int interrupted(PictureRun run) {
        run.notes().print("interrupted; no model was written");
        return ExitCode.INTERRUPTED;
    }

    private int thumbnailSide() {
        return augment ? Variants.THUMBNAIL : PerceptualHash.THUMBNAIL;
    }

    private void requireName() {
        try {
            if (name != null) {
                ModelName.check(name);
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage());
        }
    }

    private static NewFile create(Path file) {
        try {
            return NewFile.create(file);
        } catch (IOException e) {
            throw new OutputException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private void requireExtension(BaseModel base) {
        String extension = HeadWriter.extension(base);
        if (!file.toString().endsWith(extension)) {
            throw new ParameterException(
                    command.commandLine(),
                    "the base model " + modelOptions.model() + " is a "
                            + base.description().format() + ", and so will be the new one: --output must end in "
                            + extension + ", not " + file);
        }
    }

    private Lesson read(
            PictureRun run, ClassifierPool pool, BaseModel base, LabelledPictures labelled, List<String> labels) {
        Map<String, Integer> classes = new HashMap<>();
        labels.forEach(label -> classes.put(label, classes.size()));
        PassedOver passedOver = new PassedOver();
        int width = base.description().output().classes();
        try (FeatureCache cache =
                        FeatureCache.open(UserFiles.ofUser().home().resolve("features"), key(base, pool), width);
                Stream<LabelledPicture> pictures = labelled.open(classes, passedOver)) {
            ExampleReader reader = new ExampleReader(pictures.iterator(), cache, ExampleReader.variants(augment, pool));
            Tally tally = run.classify(reader, passedOver, false, run.monitor(labelled::count), reader);
            if (tally.isStopped()) {
                return new Lesson(List.of(), Duplicates.of(List.of()), List.of(), tally);
            }
            List<Example> examples = reader.examples();
            List<List<float[]>> variants = reader.variants();
            ExampleCheck check = new ExampleCheck(labels, run.notes()::print);
            List<Integer> usable = check.usable(examples);
            List<Example> used = usable.stream().map(examples::get).toList();
            Duplicates duplicates = Duplicates.of(used);
            check.noteDuplicates(used, duplicates);
            return new Lesson(
                    used, duplicates, usable.stream().map(variants::get).toList(), tally);
        }
    }

    /** What the features of a picture depend on. */
    private String key(BaseModel base, ClassifierPool pool) {
        String all = Digest.of(base.model().read(), Digest.Algorithm.SHA256) + "\n" + base.description() + "\n"
                + pool.engine() + "\n" + thumbnailSide();
        return Digest.of(all.getBytes(StandardCharsets.UTF_8), Digest.Algorithm.SHA256)
                .hex();
    }

    private void write(BaseModel base, Training training, NewFile target) {
        try (OutputStream out = new BufferedOutputStream(target.stream())) {
            HeadWriter.write(base, training.head(), out);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private void commit(NewFile target) {
        try {
            target.commit();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private OutputException cannotWrite(IOException e) {
        return new OutputException("cannot write " + file + ": " + FileFault.reason(e), e);
    }

    private static void report(PictureRun run, List<String> labels, Training training) {
        System.out.print(new TrainingText(labels, training));
        training.heldOut()
                .map(found -> TrainingText.warnings(labels, found))
                .orElse(List.of())
                .forEach(run.notes()::print);
    }

    private void addName() {
        if (name != null) {
            String path = file.toAbsolutePath().toString();
            new ModelAdder(name, path, ModelCard.EMPTY, Classifier::describe).add();
            System.out.println(name + ": added");
        }
    }
}
