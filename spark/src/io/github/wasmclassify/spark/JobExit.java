package io.github.wasmclassify.spark;

import io.github.wasmclassify.error.ClassifierException;
import io.github.wasmclassify.error.Remedy;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.slf4j.LoggerFactory;

/** How a job ends: its exit code, and a line that says why. */
final class JobExit {
    static final int OK = 0;
    static final int SOME_FAILED = 1;
    static final int USAGE = 2;
    static final int UNUSABLE = 3;
    static final int INTERNAL = 4;

    static final String OK_TEXT = "0:success; in a cluster's deploy mode, also if some pictures failed";
    static final String SOME_FAILED_TEXT = "1:some pictures failed; the others were classified";
    static final String USAGE_TEXT = "2:wrong usage, no input, or results that cannot be written";
    static final String UNUSABLE_TEXT = "3:the model or its labels cannot be used";
    static final String INTERNAL_TEXT = "4:Spark failed, or an internal error";

    private JobExit() {}

    /** In a cluster's deploy mode, another code than 0 makes some resource managers start the job again. */
    static int of(Tally tally, SparkSession session) {
        boolean isOnCluster = session.sparkContext()
                .conf()
                .get("spark.submit.deployMode", "client")
                .equals("cluster");
        return tally.failed() > 0 && !isOnCluster ? SOME_FAILED : OK;
    }

    /** Says what went wrong; the stack trace goes to Spark's log. */
    static int explain(Exception error) {
        LoggerFactory.getLogger(JobExit.class).debug("stack trace", error);
        Optional<ClassifierException> ours = first(error, ClassifierException.class);
        if (ours.isPresent()) {
            JobNotes.say(ours.get().getMessage()
                    + ours.get().remedy().flatMap(JobExit::advice).orElse(""));
            return ours.get() instanceof JobException ? USAGE : UNUSABLE;
        }
        Throwable cause = causes(error).reduce((outer, inner) -> inner).orElse(error);
        JobNotes.say(String.valueOf(cause).lines().findFirst().orElse(""));
        return cause instanceof IOException ? USAGE : INTERNAL;
    }

    private static Optional<String> advice(Remedy remedy) {
        return switch (remedy) {
            case KNOWN_MODEL, PULLED_MODEL ->
                Optional.of(
                        "; send its file to the executors with spark-submit's --files FILE, and name it with --model");
            case MORE_GUEST_MEMORY, MORE_GUEST_MEMORY_OR_SIMD -> Optional.of("; try a larger --max-memory");
            case MORE_JAVA_MEMORY -> Optional.of("; try a larger spark.executor.memory");
            case FITTING_LABELS, CLASS_NAMES -> Optional.of("; give the labels with --card labels=FILE");
            case INPUT_SIZE -> Optional.of("; give it with --card inputSize=N");
            case INPUT_NODE -> Optional.of("; name the node that takes the picture with --card input=NODE");
            case OUTPUT_NODE -> Optional.of("; name the node that holds the scores with --card output=NODE");
            case LONGER_TIMEOUT, MORE_PIXELS -> Optional.empty(); // of a picture, which is a row
        };
    }

    private static <T> Optional<T> first(Throwable error, Class<T> type) {
        return causes(error).filter(type::isInstance).map(type::cast).findFirst();
    }

    private static Stream<Throwable> causes(Throwable error) {
        return Stream.iterate(error, cause -> cause != null, Throwable::getCause);
    }
}
