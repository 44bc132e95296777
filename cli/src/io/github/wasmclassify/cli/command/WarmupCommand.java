package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.cli.warmup.ClassArchive;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wasm-classify warmup}: what an installer runs once, so that every later start is faster. */
@Command(
        description = "Prepare a faster start with this Java.",
        exitCodeList = {
            ExitCode.OK_TEXT,
            "2:wrong usage, or the class archive cannot be made or written",
            ExitCode.INTERNAL_TEXT
        },
        footer = "  wasm-classify warmup")
final class WarmupCommand implements Callable<Integer> {
    @Option(
            names = "--archive",
            paramLabel = "FILE",
            defaultValue = "${sys:wasm-classify.archive:-${NULL}}",
            description = "Write the class archive to FILE. Default: where the launcher looks for it.")
    private Path archive;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (archive == null) {
            throw new ParameterException(
                    spec.commandLine(), "without the launcher, say where the class archive goes: --archive FILE");
        }
        if (!ClassArchive.isPossible()) {
            throw new ParameterException(spec.commandLine(), "only a jar can have a class archive");
        }
        new ClassArchive(archive).make();
        return ExitCode.OK;
    }
}
