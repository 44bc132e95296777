package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.cli.batch.Tally;
import io.github.wasmclassify.cli.error.InputException;
import io.github.wasmclassify.cli.error.OutputException;
import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.error.ModuleException;
import io.github.wasmclassify.error.PictureException;

/** The exit codes of the process. */
final class ExitCode {
    static final int OK = 0;
    static final int SOME_FAILED = 1;
    static final int USAGE = 2;
    static final int UNUSABLE = 3;
    static final int INTERNAL = 4;

    static final int TIMED_OUT = 124;
    /** The code that shells report for a process that SIGINT ended. */
    static final int INTERRUPTED = 130;

    static final String OK_TEXT = "0:success";
    static final String SOME_FAILED_TEXT =
            "1:some pictures failed or could not be filed, or a directory had none; the others were classified";
    static final String USAGE_TEXT = "2:wrong usage, an unreadable list or table, or results that cannot be written";
    static final String UNUSABLE_TEXT = "3:the model, its labels or the module cannot be used";
    static final String INTERNAL_TEXT = "4:internal error, or not enough memory for Java";
    static final String TIMED_OUT_TEXT = "124:a picture took longer than --timeout; the others were classified";
    static final String INTERRUPTED_TEXT = "130:interrupted; the results so far were written";

    private ExitCode() {}

    static int of(Throwable failure) {
        if (failure instanceof InputException || failure instanceof OutputException) {
            return USAGE;
        }
        return failure instanceof ModelException || failure instanceof ModuleException ? UNUSABLE : INTERNAL;
    }

    /** The code for a run that reached its end, or its first failure. */
    static int of(Tally tally) {
        if (tally.failed(PictureException.Reason.TIMEOUT) > 0) {
            return TIMED_OUT;
        }
        return tally.failed() + tally.unfiled() > 0 ? SOME_FAILED : OK;
    }
}
