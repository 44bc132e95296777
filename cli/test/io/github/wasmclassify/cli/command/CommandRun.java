package io.github.wasmclassify.cli.command;

import com.github.stefanbirkner.systemlambda.SystemLambda;

/** What one run of the command wrote and returned; lines end with \n on every system. */
record CommandRun(int exitCode, String out, String err) {
    static CommandRun of(Object... arguments) {
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        int[] exitCode = new int[1];
        String[] out = new String[1];
        try {
            String err = SystemLambda.tapSystemErrNormalized(
                    () -> out[0] = SystemLambda.tapSystemOutNormalized(() -> exitCode[0] = Main.execute(words)));
            return new CommandRun(exitCode[0], out[0], err);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
