package wasmclassify.command;

import wasmclassify.error.ModelException;
import wasmclassify.error.ModuleException;

/** What the process's exit code says. */
final class ExitCode {
    static final int OK = 0;
    static final int SOME_FAILED = 1;
    static final int USAGE = 2;
    static final int UNUSABLE = 3;
    static final int INTERNAL = 4;

    private ExitCode() {}

    static int of(Throwable failure) {
        return failure instanceof ModelException || failure instanceof ModuleException ? UNUSABLE : INTERNAL;
    }
}
