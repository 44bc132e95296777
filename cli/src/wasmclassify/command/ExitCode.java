package wasmclassify.command;

import wasmclassify.batch.Tally;
import wasmclassify.error.InputException;
import wasmclassify.error.ModelException;
import wasmclassify.error.ModuleException;
import wasmclassify.error.OutputException;
import wasmclassify.error.PictureException;

/** What the process's exit code says. */
final class ExitCode {
    static final int OK = 0;
    static final int SOME_FAILED = 1;
    static final int USAGE = 2;
    static final int UNUSABLE = 3;
    static final int INTERNAL = 4;

    static final int TIMED_OUT = 124;
    /** As shells report a process that SIGINT ended. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}

    static int of(Throwable failure) {
        if (failure instanceof InputException || failure instanceof OutputException) {
            return USAGE;
        }
        return failure instanceof ModelException || failure instanceof ModuleException ? UNUSABLE : INTERNAL;
    }

    /** Of a run over many pictures that came to its end, or to its first failure. */
    static int of(Tally tally) {
        if (tally.failed(PictureException.Reason.TIMEOUT) > 0) {
            return TIMED_OUT;
        }
        return tally.failed() + tally.unfiled() > 0 ? SOME_FAILED : OK;
    }
}
