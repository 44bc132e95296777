package wasmclassify.batch;

/** Is told what became of each picture, in the order in which the pictures were named, on one thread. */
public interface OutcomeListener {
    void add(Outcome outcome);

    /** There is nothing more to come; also where the run was stopped early. */
    default void end(Tally tally) {}
}
