package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.classify.ClassifierPool;
import io.github.wasmclassify.cli.batch.Batch;
import io.github.wasmclassify.cli.batch.OutcomeListener;
import io.github.wasmclassify.cli.batch.Tally;
import io.github.wasmclassify.cli.input.PassedOver;
import io.github.wasmclassify.cli.input.PictureInput;
import io.github.wasmclassify.cli.report.WholeOutput;
import io.github.wasmclassify.result.RunFacts;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import picocli.CommandLine.ParameterException;

/**
 * The work that all commands for many pictures share: opening the classifiers, submitting the pictures, reporting
 * failures on stderr, stopping at Ctrl-C and choosing the exit code.
 *
 * <p>A command opens it before its outputs, so that an interrupted process waits until they are closed.
 */
final class PictureRun implements AutoCloseable {
    private final Interruption interruption = new Interruption();
    private final Notes notes = new Notes();
    private final ModelOptions modelOptions;
    private final boolean isOnePicture;
    private final Wanted wanted;
    private ClassifierPool pool; // null until it is opened

    /**
     * What a command wants to know about each picture.
     *
     * @param top how many of the best classes
     * @param threshold the least score of a verdict
     * @param thumbnailSide longer side of its thumbnail, in pixels; 0 for none
     * @param features whether its features, and not its classes
     */
    record Wanted(int top, double threshold, int thumbnailSide, boolean features) {
        /** Its classes, with or without a thumbnail. */
        Wanted(int top, double threshold, int thumbnailSide) {
            this(top, threshold, thumbnailSide, false);
        }

        /** The best classes, whatever their scores. */
        static Wanted top(int classes) {
            return new Wanted(classes, 0, 0);
        }

        /** Its features. */
        static Wanted features(int thumbnailSide) {
            return new Wanted(1, 0, thumbnailSide, true);
        }
    }

    /** @param isOnePicture whether there is only one picture, which all threads then work on */
    PictureRun(ModelOptions modelOptions, boolean isOnePicture, Wanted wanted) {
        this.modelOptions = modelOptions;
        this.isOnePicture = isOnePicture;
        this.wanted = wanted;
    }

    /** Prints lines for people on stderr. */
    Notes notes() {
        return notes;
    }

    /**
     * Loads the model. The caller closes the pool.
     *
     * @param timeout see {@link ClassifierPool#open}
     * @throws ParameterException if an option's value is out of its range
     */
    ClassifierPool openPool(Duration timeout) {
        pool = modelOptions.openPool(isOnePicture, timeout, wanted);
        return pool;
    }

    /** The model and engine, for reports. */
    RunFacts facts() {
        return RunFacts.of(modelOptions.model(), pool);
    }

    /** Prints what was assumed about the model. */
    void noteAssumptions() {
        ModelNotes.of(modelOptions.model(), pool.model()).forEach(notes::print);
    }

    /**
     * Shows failures and, on a terminal, progress.
     *
     * @param total counts the pictures, which may take long; negative if they cannot be counted
     */
    RunMonitor monitor(LongSupplier total) {
        return RunMonitor.withProgress(notes, total);
    }

    /** Shows failures only. */
    RunMonitor monitorWithoutProgress() {
        return RunMonitor.withoutProgress(notes);
    }

    /**
     * Classifies the pictures, until there are no more or the user interrupts.
     *
     * @param passedOver filled by the pictures' iterator
     * @param failFast whether the first failure ends the run
     * @param monitor receives each outcome before the listeners do
     */
    Tally classify(
            Iterator<? extends PictureInput> pictures,
            PassedOver passedOver,
            boolean failFast,
            RunMonitor monitor,
            OutcomeListener... listeners) {
        List<OutcomeListener> all =
                Stream.concat(Stream.of(monitor), Stream.of(listeners)).toList();
        Tally tally = new Batch(pool, wanted.threshold(), failFast, interruption.stop(), all).run(pictures, passedOver);
        modelOptions.shortage(pool, isOnePicture).ifPresent(notes::print);
        return tally;
    }

    /** Completes an output. An interrupted run does not replace the complete results of an older one. */
    void finish(WholeOutput output) {
        if (isInterrupted()) {
            output.commitPartial().ifPresent(file -> notes.print("interrupted; the results so far are in " + file));
        } else {
            output.commit();
        }
    }

    boolean isInterrupted() {
        return interruption.hasHappened();
    }

    /** @param ofCompleteRun the exit code if the run was not interrupted */
    int exitCode(int ofCompleteRun) {
        return isInterrupted() ? ExitCode.INTERRUPTED : ofCompleteRun;
    }

    @Override
    public void close() {
        interruption.close();
    }
}
