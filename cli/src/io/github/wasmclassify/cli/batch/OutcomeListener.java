package io.github.wasmclassify.cli.batch;

/** Is told what became of each picture, in the order in which the pictures were named, on one thread. */
public interface OutcomeListener extends AutoCloseable {
    /** Does nothing. */
    OutcomeListener NONE = outcome -> {};

    void add(Outcome outcome);

    /** There is nothing more to come; also where the run was stopped early. */
    default void end(Tally tally) {}

    /** Lets go of what it holds; without {@link #end} before, the run has failed. */
    @Override
    default void close() {}
}
