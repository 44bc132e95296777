package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.cli.help.completion.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code wasm-classify completion}: prints the script that lets a shell complete the command line. */
@Command(
        description = "Print a shell completion script.",
        exitCodeList = {ExitCode.OK_TEXT, ExitCode.USAGE_TEXT, ExitCode.INTERNAL_TEXT},
        footer = {
            "  wasm-classify completion bash > ~/.wasm-classify.bash   source it in ~/.bashrc",
            "  wasm-classify completion zsh > ~/.wasm-classify.zsh     source it in ~/.zshrc",
            "  wasm-classify completion fish > ~/.config/fish/completions/wasm-classify.fish"
        })
final class CompletionCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    private Shell shell;

    @Override
    public Integer call() {
        System.out.print(shell.script(Main.commandLine(), DefaultCommand.NAME));
        return ExitCode.OK;
    }
}
