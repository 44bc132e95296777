package io.github.wasmclassify.spark;

import io.github.wasmclassify.worker.PictureResult;
import java.io.Serializable;
import org.apache.spark.SparkContext;

/**
 * What a job has done so far.
 *
 * @param verdicts how many pictures show what
 * @param failures how many pictures failed, by cause
 * @param engines how many pictures each engine was given
 */
record Tally(Counts verdicts, Counts failures, Counts engines) implements Serializable {
    static Tally in(SparkContext context) {
        Tally tally = new Tally(new Counts(), new Counts(), new Counts());
        context.register(tally.verdicts, "verdicts");
        context.register(tally.failures, "failures");
        context.register(tally.engines, "engines");
        return tally;
    }

    void add(PictureResult result) {
        result.verdict().ifPresent(verdicts::add);
        result.failure().ifPresent(failure -> failures.add(failure.reason().key()));
        engines.add(result.engine());
    }

    long classified() {
        return verdicts.total();
    }

    long failed() {
        return failures.total();
    }

    long done() {
        return classified() + failed();
    }
}
