package io.github.wasmclassify.cli.batch;

/** Receives the outcome for each picture, in the order of the input, on one thread. */
public interface OutcomeListener extends AutoCloseable {
    /** Does nothing. */
    OutcomeListener NONE = outcome -> {};

    void add(Outcome outcome);

    /** Called after the last outcome, also if the run was stopped early. */
    default void end(Tally tally) {}

    /** Releases resources. If {@link #end} was not called before, the run has failed. */
    @Override
    default void close() {}
}
