package wasmclassify.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wasmclassify.ProcessRun;

/** Completion as the shells themselves do it with our scripts. */
@DisabledOnOs(OS.WINDOWS)
class CompletionTest {
    private static final String WORDS_TO_COMPLETIONS = """
            predict --en                 => --engine
            predict --engine %           => auto simd wasm
            predict --decoder g          => guest
            predict --format j           => json jsonl
            predict --color n            => never
            predict --model efficientnet-l => efficientnet-lite4 efficientnet-lite4-int8
            predict lem                  => lemons.png
            predict --labels bir         => birds.txt
            comp                         => completion
            completion z                 => zsh
            models v                     => verify
            models add --na              => --name
            models pull bi               => birds
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void makeFiles() throws Exception {
        Files.createFile(folder.resolve("lemons.png"));
        Files.createFile(folder.resolve("birds.txt"));
    }

    private String script(String shell) throws Exception {
        CommandRun run = new ModelHome(folder).run("completion", shell);
        assertEquals(0, run.exitCode(), run.err());
        return Files.writeString(folder.resolve("script"), run.out()).toString();
    }

    /** The last word, which is to be completed, is empty where it is %. */
    private static String completable(String words) {
        return "wasm-classify " + words.replace("%", "");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = WORDS_TO_COMPLETIONS)
    void bashCompletes(String words, String completions) throws Exception {
        ProcessRun.require("bash");
        String run = """
                source "$1"
                compopt() { :; } # works for a terminal only
                COMP_WORDS=(wasm-classify $2 "${@:3}")
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                _complete_wasm-classify
                # what bash does where no completion is found
                if [ ${#COMPREPLY[@]} = 0 ] && [[ $(complete -p wasm-classify) = *'-o default'* ]]; then
                  COMPREPLY=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}"))
                fi
                echo "${COMPREPLY[@]}"
                """;
        String beforeEmpty = words.replace("%", "").strip();
        String[] command = words.endsWith("%")
                ? new String[] {"bash", "--norc", "-c", run, "bash", script("bash"), beforeEmpty, ""}
                : new String[] {"bash", "--norc", "-c", run, "bash", script("bash"), beforeEmpty};

        assertEquals(completions, ProcessRun.outputOf(folder, command).strip());
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = WORDS_TO_COMPLETIONS)
    void fishCompletes(String words, String completions) throws Exception {
        ProcessRun.require("fish");

        List<String> lines = ProcessRun.outputOf(folder, "fish", "--no-config", "-c", "source $argv[1]; complete -C $argv[2]",
                script("fish"), completable(words)).lines().map(line -> line.replaceFirst("\t.*", "")).toList();

        assertEquals(new TreeSet<>(List.of(completions.split(" "))), new TreeSet<>(lines));
    }

    /** In a terminal of its own, with the tabulator key. */
    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = WORDS_TO_COMPLETIONS)
    void zshCompletes(String words, String completions) throws Exception {
        ProcessRun.require("zsh");
        String run = """
                zmodload zsh/zpty
                zpty shell "TERM=dumb PS1= COLUMNS=500 zsh -f -i"
                # keys that come before the line editor is ready would be lost
                zpty -w shell "autoload -U compinit; compinit -D; source $1; unsetopt zle_bracketed_paste; setopt no_beep; bindkey -e;" \
                    'zle-line-init() { print -n @$((6*7)) }; zle -N zle-line-init'
                zpty -r -m shell line '*@42*'
                zpty -n -w shell $2$'\\t\\t\\C-a\\C-k echo @$((7*7))\\n'
                zpty -r -m shell line '*@49*'
                print -r -- "$line"
                zpty -d shell
                """;

        String seen = ProcessRun.outputOf(folder, "zsh", "-f", "-c", run, "zsh", script("zsh"), completable(words));

        for (String completion : completions.split(" ")) {
            assertTrue(seen.contains(completion), seen);
        }
    }

    @Test
    void fishFindsNoFaultInItsScript() throws Exception {
        ProcessRun.require("fish");

        assertEquals("", ProcessRun.outputOf(folder, "fish", "--no-config", "-c", "source $argv[1] 2>&1", script("fish")));
    }

    @Test
    void anUnknownShellIsWrongUsage() {
        CommandRun run = CommandRun.of("completion", "tcsh");

        assertTrue(run.err().contains("expected one of [bash, zsh, fish] but was 'tcsh'"), run.err());
        assertEquals(2, run.exitCode());
    }
}
