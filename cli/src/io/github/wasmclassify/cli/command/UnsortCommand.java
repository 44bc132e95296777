package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.cli.sort.Unsorter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wasm-classify unsort}: undoes {@code predict --sort-into}. */
@Command(
        description = {
            "Undo 'predict --sort-into'.",
            "Pictures are moved back, and copies and links are deleted, but never the last copy of a picture. What cannot be "
                    + "undone is listed; run the command again to retry."
        },
        exitCodeList = {
            ExitCode.OK_TEXT,
            "1:some pictures could not be put back",
            ExitCode.USAGE_TEXT,
            ExitCode.INTERNAL_TEXT
        },
        footer = "  wasm-classify unsort sorted")
final class UnsortCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "The directory that pictures were sorted into.")
    private Path folder;

    @Option(
            names = "--force",
            description =
                    "Use a journal that was not written on this machine. Read it first: a journal can cause any file to be moved.")
    private boolean force;

    @Override
    public Integer call() {
        Unsorter.Result result = Unsorter.undo(folder, SortOptions.ownFolders(), force, Notes::say);
        System.out.println(
                "undone: " + result.undone() + (result.left() > 0 ? ", left as they are: " + result.left() : ""));
        return result.left() == 0 ? ExitCode.OK : ExitCode.SOME_FAILED;
    }
}
