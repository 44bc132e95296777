package io.github.wasmclassify.server.http;

import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.error.PictureException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What clients are told of failures. */
public final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /** The failure itself, without what futures wrap it into. */
    public static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? cause(failure.getCause())
                : failure;
    }

    /** The status and the sentence for a failure; one that is this program's fault is logged. */
    public static Problem problem(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof Problem problem) {
            return problem;
        } else if (cause instanceof PictureException picture) {
            return new Problem(status(picture.reason()), picture.reason().key(), picture.getMessage());
        } else if (cause instanceof ModelException) {
            return new Problem(422, "model", cause.getMessage());
        } else if (cause instanceof TimeoutException) {
            return new Problem(504, "timeout", "no result within the server's time limit");
        } else if (cause instanceof CancellationException || cause instanceof RejectedExecutionException) {
            return Problem.busy("the server is shutting down");
        } else if (cause instanceof OutOfMemoryError) {
            LOG.warn("out of memory", cause);
            return Problem.busy("the server has too little memory at the moment");
        }
        LOG.error("a request failed", cause);
        return new Problem(500, "internal", "internal error");
    }

    /** The status of a picture that could not be classified. */
    private static int status(PictureException.Reason reason) {
        return switch (reason) {
            case UNREADABLE, NOT_A_PICTURE, DAMAGED, UNSUPPORTED -> 422;
            case TOO_LARGE -> 413;
            case TIMEOUT -> 504;
            case INTERNAL -> 500;
        };
    }
}
