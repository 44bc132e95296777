package wasmclassify.command;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import wasmclassify.help.FishCompletion;

/** {@code wasm-classify completion}: what teaches a shell to complete the command's words. */
@Command(name = "completion", description = "Print a script that teaches a shell to complete this command.",
        exitCodeList = {ExitCode.OK_TEXT, ExitCode.USAGE_TEXT, ExitCode.INTERNAL_TEXT},
        footer = {
            "  wasm-classify completion bash > ~/.local/share/bash-completion/completions/wasm-classify",
            "  wasm-classify completion zsh > ~/.wasm-classify.zsh   then 'source ~/.wasm-classify.zsh' in ~/.zshrc",
            "  wasm-classify completion fish > ~/.config/fish/completions/wasm-classify.fish"
        })
final class CompletionCommand implements Callable<Integer> {
    enum Shell {
        BASH,
        ZSH,
        FISH;

        /** As users write it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    private Shell shell;

    @Override
    public Integer call() {
        CommandLine command = Main.commandLine();
        // picocli's script is for bash, and for zsh, which then acts like bash
        System.out.print(shell == Shell.FISH ? FishCompletion.of(command) : AutoComplete.bash(command.getCommandName(), command));
        return ExitCode.OK;
    }
}
