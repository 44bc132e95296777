package io.github.wasmclassify.spark;

import io.github.wasmclassify.classify.ClassifierOptions;
import io.github.wasmclassify.classify.Engine;
import io.github.wasmclassify.image.PictureFile;
import io.github.wasmclassify.model.Model;
import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.ModelCard;
import io.github.wasmclassify.worker.WorkerOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The job for {@code spark-submit}: classifies all files below some folders, and writes the results to another. */
@Command(
        name = "wasm-classify-spark",
        description = "Classify pictures on Spark, from any file system that it reads.",
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            JobExit.OK_TEXT,
            JobExit.SOME_FAILED_TEXT,
            JobExit.USAGE_TEXT,
            JobExit.UNUSABLE_TEXT,
            JobExit.INTERNAL_TEXT
        })
public final class ClassifyJob implements Callable<Integer> {
    /** Spark 4 sends the files of an isolated session to a place where {@code SparkFiles} does not find them. */
    private static final String ISOLATION = "spark.sql.artifact.isolation.enabled";

    @Option(
            names = {"-i", "--input"},
            paramLabel = "URI",
            required = true,
            arity = "1..*",
            description =
                    "Folders or files with pictures; * ? [ab] {a,b} match names. Folders are read with all folders in them.")
    private List<String> inputs;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "URI",
            required = true,
            description = "The folder for the results. It must not exist, except with --resume.")
    private String output;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "MODEL",
            defaultValue = Model.POCKET,
            description = "A model's name, or a model file: on the machine that starts the job, which sends it to the "
                    + "executors; given with --files; or on each executor (default: ${DEFAULT-VALUE}).")
    private String model;

    @Option(
            names = {"-k", "--top"},
            paramLabel = "K",
            defaultValue = "1",
            description = "Classes for each picture (default: ${DEFAULT-VALUE}).")
    private int top;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "parquet",
            description = "How results are written: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private OutputFormat format;

    @Option(
            names = "--resume",
            description = "Skip the pictures that the output has already, and add the others to it.")
    private boolean resume;

    @Option(
            names = "--glob",
            paramLabel = "PATTERN",
            description = "Only files with such a name, as in '*.{jpg,png}' (default: all files).")
    private String glob;

    @Option(
            names = "--max-bytes",
            paramLabel = "N",
            defaultValue = "" + PictureFile.LARGEST,
            description = "Larger files are not read, and fail (default and maximum: ${DEFAULT-VALUE}).")
    private int maxBytes;

    @Option(
            names = "--max-pixels",
            paramLabel = "N",
            defaultValue = "" + ClassifierOptions.DEFAULT_MAX_PIXELS,
            description = "Pictures with more pixels are not decoded, and fail (default: ${DEFAULT-VALUE}).")
    private long maxPixels;

    @Option(
            names = "--max-memory",
            paramLabel = "BYTES",
            defaultValue = "" + ClassifierOptions.DEFAULT_MAX_MEMORY,
            description = "Memory limit of each guest; an executor has one for each core (default: ${DEFAULT-VALUE}).")
    private long maxMemory;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "auto",
            description = "What runs the network: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Engine engine;

    @Option(
            names = "--card",
            paramLabel = "FIELD=VALUE",
            description = "A fact about the model that overrides what is known, in the words of model cards: "
                    + "--card inputRange=0..1 --card labels=imagenet. Can be repeated.")
    private final Map<String, String> facts = new LinkedHashMap<>();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        int code = execute(args);
        if (code != JobExit.OK) {
            System.exit(code);
        }
    }

    static int execute(String... args) {
        return new CommandLine(new ClassifyJob())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((error, all) -> {
                    JobNotes.say(error.getMessage() + "; try '--help'");
                    return JobExit.USAGE;
                })
                .setExecutionExceptionHandler((error, command, parsed) -> JobExit.explain(error))
                .execute(args);
    }

    @Override
    public Integer call() {
        JobOptions options = new JobOptions(inputs, output, format, resume, glob, checkedMaxBytes(), worker());
        // false: an embedding program may have a session that goes on
        boolean isOurs = SparkSession.getDefaultSession().isEmpty();
        SparkSession session = SparkSession.builder()
                .appName("wasm-classify")
                .config(ISOLATION, "false")
                .getOrCreate();
        try {
            return JobExit.of(new JobRun(session, options).run(), session);
        } finally {
            if (isOurs) {
                session.stop();
            }
        }
    }

    private int checkedMaxBytes() {
        if (maxBytes < 1 || maxBytes > PictureFile.LARGEST) {
            throw wrongUsage("--max-bytes must be from 1 to " + PictureFile.LARGEST + ", not " + maxBytes);
        }
        return maxBytes;
    }

    private WorkerOptions worker() {
        try {
            return WorkerOptions.DEFAULT
                    .withModel(model)
                    .withCard(card())
                    .withEngine(engine)
                    .withTop(top)
                    .withLimits(maxPixels, maxMemory);
        } catch (IllegalArgumentException e) {
            throw wrongUsage(e.getMessage());
        }
    }

    private ModelCard card() {
        ModelCard card = ModelCard.EMPTY;
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            card = card.with(CardField.ofKey(fact.getKey()), fact.getValue(), "--card");
        }
        return card;
    }

    private ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
