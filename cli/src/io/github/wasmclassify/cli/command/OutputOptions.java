package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.cli.batch.OutcomeListener;
import io.github.wasmclassify.cli.error.OutputException;
import io.github.wasmclassify.cli.report.ContactSheet;
import io.github.wasmclassify.cli.report.Format;
import io.github.wasmclassify.cli.report.ResultOutput;
import io.github.wasmclassify.cli.report.ResultWriters;
import io.github.wasmclassify.cli.report.SheetOutput;
import io.github.wasmclassify.cli.report.Style;
import io.github.wasmclassify.cli.report.Terminal;
import io.github.wasmclassify.image.PictureFile;
import io.github.wasmclassify.result.RunFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options for the form and place of the results. */
final class OutputOptions {
    private enum ColorChoice {
        AUTO,
        ALWAYS,
        NEVER;

        /** As users write it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "Output format: text (default), line, json, jsonl, csv or tsv.")
    private Format format;

    @Option(
            names = {"-l", "--line"},
            description = "Print one line per picture; the same as --format line.")
    private boolean line;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write results to FILE. It appears, replacing an old one, only when the run is complete.")
    private Path file;

    @Option(
            names = "--report",
            paramLabel = "FILE|DIR/",
            description =
                    "Also write an HTML page that shows each picture with its predictions. For many pictures, name a directory, with "
                            + "a slash at the end: the page is then DIR/index.html, and the thumbnails are separate files.")
    private String sheet;

    @Option(
            names = {"-n", "-k", "--top"},
            paramLabel = "K",
            defaultValue = "1",
            description = "Show the K best classes (default: ${DEFAULT-VALUE}).")
    private int top;

    @Option(
            names = "--threshold",
            paramLabel = "P",
            defaultValue = "0",
            description =
                    "Report a picture as 'unknown' if its best score is below P, from 0 to 1. For models with independent classes, "
                            + "show all classes that reach P.")
    private double threshold;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print only predictions: no times, no notes about the model and, in text, no paths.")
    private boolean quiet;

    @Option(
            names = "--summary",
            description = "End with totals: pictures per label, failures by cause, pictures per second.")
    private boolean summary;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "Use colours: always, never or auto (default: on a terminal, unless NO_COLOR is set).")
    private ColorChoice color;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** @throws ParameterException if it is out of its range */
    int top() {
        UsageError.require(top >= 1 && top <= 1_000_000, command, "--top", "from 1 to 1000000", top);
        return top;
    }

    /** @throws ParameterException if it is out of its range */
    double threshold() {
        UsageError.require(threshold >= 0 && threshold <= 1, command, "--threshold", "from 0 to 1", threshold);
        return threshold;
    }

    /**
     * @throws ParameterException if the contact sheet would go to the same file, or the file is a picture
     * @throws OutputException if the file cannot be made
     */
    ResultOutput open() {
        if (file != null && sheet != null && isSame(file, SheetOutput.page(sheet))) {
            throw new ParameterException(command.commandLine(), "--output and --report name the same file");
        }
        if (file == null) {
            return ResultOutput.toStdout();
        }
        requireNoPicture(file);
        return ResultOutput.toFile(file);
    }

    private static boolean isSame(Path one, Path other) {
        return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }

    /**
     * @param notes takes lines for people
     * @return null if no contact sheet is wanted
     * @throws ParameterException if the file is a picture
     * @throws OutputException if the file or the directory cannot be made
     */
    SheetOutput openSheetFile(Consumer<String> notes) {
        if (sheet == null) {
            return null;
        }
        requireNoPicture(SheetOutput.page(sheet));
        return SheetOutput.open(sheet, notes);
    }

    /** The directory for the contact sheet's thumbnails, if they are files. */
    Optional<Path> thumbnails() {
        return Optional.ofNullable(sheet).flatMap(SheetOutput::thumbnails);
    }

    /** Otherwise {@code -o *.jpg} would replace the first picture with the results for the others. */
    private void requireNoPicture(Path target) {
        if (Files.isRegularFile(target) && PictureFile.isPicture(target)) {
            throw new ParameterException(
                    command.commandLine(), target + " is a picture, which the results would replace");
        }
    }

    OutcomeListener results(ResultOutput output, RunFacts facts, boolean isOnePicture) {
        return ResultWriters.of(format(), output, facts, quiet, isOnePicture, summary, style());
    }

    private Format format() {
        return line ? Format.LINE : format;
    }

    /** The file that results go to, if they go to one. */
    Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** Whether notes for a user at a terminal are wanted. */
    boolean isForPeople() {
        return !quiet && Terminal.isStderr();
    }

    /** @param output as {@link #openSheetFile} gives it */
    OutcomeListener sheet(SheetOutput output, RunFacts facts) {
        return output == null ? OutcomeListener.NONE : new ContactSheet(output, facts, threshold);
    }

    boolean isQuiet() {
        return quiet;
    }

    /** The longer side of the thumbnails that are needed, in pixels; 0 for none. */
    int thumbnailSide() {
        return sheet == null ? 0 : ContactSheet.THUMBNAIL;
    }

    /** Whether the user sees each result as it comes, which makes a progress bar unnecessary. */
    boolean isWatched() {
        return file == null && Terminal.isStdout();
    }

    /** Whether a summary is wanted in a format that has no place for it. */
    boolean summaryIsApart() {
        return summary && (format() == Format.CSV || format() == Format.TSV);
    }

    private Style style() {
        String noColor = System.getenv("NO_COLOR");
        boolean isOn = switch (color) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> isWatched() && (noColor == null || noColor.isEmpty());
        };
        return new Style(isOn);
    }
}
