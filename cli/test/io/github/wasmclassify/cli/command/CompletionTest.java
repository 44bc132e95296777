package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.cli.ProcessRun;
import io.github.wasmclassify.cli.ShellTerminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Completion as the shells themselves do it with our scripts, at the keys of a terminal. */
@DisabledOnOs(OS.WINDOWS)
class CompletionTest {
    /** What is typed before the tabulator key, and the line that it makes. */
    private static final String ONE_MATCH = """
            'hus'                            | 'husky.jpg '
            'pred'                           | 'predict '
            'predict hus'                    | 'predict husky.jpg '
            'predict tw'                     | 'predict two\\ words.png '
            'predict --top 3 hus'            | 'predict --top 3 husky.jpg '
            '--top 3 hus'                    | '--top 3 husky.jpg '
            'predict -r pho'                 | 'predict -r photos/'
            'predict photos/b'               | 'predict photos/beach.jpg '
            'predict -- hus'                 | 'predict -- husky.jpg '
            'predict --en'                   | 'predict --engine '
            'predict --engine si'            | 'predict --engine simd '
            'predict --engine=si'            | 'predict --engine=simd '
            'predict --decoder=g'            | 'predict --decoder=guest '
            'predict --format=js'            | 'predict --format=json'
            'predict --color n'              | 'predict --color never '
            'predict --crop ce'              | 'predict --crop center '
            'predict --resize la'            | 'predict --resize lanczos '
            'predict --channels b'           | 'predict --channels bgr '
            'predict --input-range 0..2'     | 'predict --input-range 0..255 '
            'predict --preprocess v'         | 'predict --preprocess vgg '
            'predict --model ./b'            | 'predict --model ./birds.tflite '
            'predict --model poc'            | 'predict --model pocket '
            'predict --model=poc'            | 'predict --model=pocket '
            'predict -m own'                 | 'predict -m own-model '
            'predict --labels per'           | 'predict --labels person '
            'predict --output=bir'           | 'predict --output=birds.tflite '
            'predict --files-from tw'        | 'predict --files-from two\\ words.png '
            'predict --sort-into p'          | 'predict --sort-into photos/'
            'check hus'                      | 'check husky.jpg '
            'eval --confusion hus'           | 'eval --confusion husky.jpg '
            'eval pho'                       | 'eval photos/'
            'bench hus'                      | 'bench husky.jpg '
            'unsort p'                       | 'unsort photos/'
            'comp'                           | 'completion '
            'completion z'                   | 'completion zsh '
            'completion hus'                 | 'completion hus'
            'predict --top hus'              | 'predict --top hus'
            'models v'                       | 'models verify '
            'models add hus'                 | 'models add husky.jpg '
            'models add --na'                | 'models add --name '
            'models rm own'                  | 'models rm own-model '
            'models rm hus'                  | 'models rm hus'
            'models pull squeezenet-1.0-'    | 'models pull squeezenet-1.0-int8 '
            'models pull --from hus'         | 'models pull --from husky.jpg '
            'models show --labels no'        | 'models show --labels none '
            'help models pu'                 | 'help models pull '
            """;

    /** What is typed before all matches are asked for, and these. */
    private static final String ALL_MATCHES = """
            'predict --engine '       | auto simd wasm
            'predict --format='       | csv json jsonl line text tsv
            'completion '             | bash fish zsh
            'models rm '              | birds own-model
            'models verify '          | birds own-model
            'models path '            | birds own-model
            'models pull bird'        |
            'models pull efficientnet-l' | efficientnet-lite4 efficientnet-lite4-int8
            'models show bi'          | birds birds.tflite
            'models use p'            | photos pocket
            'help models '            | add list path pull rm show use verify
            'predict --sort-into '    | models photos
            """;

    /** A key that the shells are told to write the line to a file with. */
    private static final String WRITE_LINE = "\017";

    private static final String CLEAR_LINE = "\001\013";

    @TempDir
    static Path folder;

    private static final Map<String, ShellTerminal> TERMINALS = new HashMap<>();

    @BeforeAll
    static void makeFiles() throws Exception {
        for (String file : List.of(
                "husky.jpg",
                "birds.tflite",
                "two words.png",
                "photos/beach.jpg",
                "models/own-model/own-model.onnx",
                "models/birds/birds.tflite",
                "models/plants/plants.tflite.part")) {
            Path path = folder.resolve(file);
            Files.createDirectories(path.getParent());
            Files.createFile(path);
        }
    }

    @AfterAll
    static void closeTerminals() throws Exception {
        for (ShellTerminal terminal : TERMINALS.values()) {
            terminal.close();
        }
    }

    private static Path script(String shell) throws Exception {
        CommandRun run = CommandRun.of("completion", shell);
        assertEquals(0, run.exitCode(), run.err());
        return Files.writeString(Files.createTempFile("completion", "." + shell), run.out());
    }

    /** The line after these keys. */
    private static String lineAfter(String shell, String options, String settings, String words, String key)
            throws Exception {
        ProcessRun.require(shell);
        Path line = folder.resolveSibling(folder.getFileName() + "-" + shell);
        ShellTerminal terminal = TERMINALS.get(shell);
        if (terminal == null) {
            Path script = script(shell);
            Map<String, String> environment = Map.of(
                    "LINE",
                    line.toString(),
                    "WASM_CLASSIFY_HOME",
                    folder.toString(),
                    "TERM",
                    "dumb",
                    "INPUTRC",
                    "/dev/null",
                    "LC_ALL",
                    "C.UTF-8");
            terminal = new ShellTerminal(folder, environment, shell + " " + options);
            terminal.type(settings.replace("\n", " ").replace("SCRIPT", script.toString()) + "\n");
            terminal.awaitText("ready-42");
            TERMINALS.put(shell, terminal);
        }
        terminal.type("wasm-classify " + words + key + WRITE_LINE);
        String completed = terminal.awaitLine(line).replaceFirst("^wasm-classify ", "");
        Files.delete(line);
        terminal.type(CLEAR_LINE);
        return completed;
    }

    private static String bash(String words, String key) throws Exception {
        return lineAfter("bash", "--norc --noprofile -i", """
                . SCRIPT; set -o emacs; bind -x '"\\C-o": printf "%s\\n" "$READLINE_LINE" > "$LINE"'; bind 'set bell-style none';
                PS1='ready-$((6*7))> '
                """, words, key);
    }

    private static String zsh(String words, String key) throws Exception {
        return lineAfter("zsh", "-f -i", """
                autoload -U compinit; compinit -D; source SCRIPT; unsetopt zle_bracketed_paste; setopt no_beep; bindkey -e;
                all() { _main_complete; compstate[insert]=all }; zle -C all complete-word all; bindkey '\\e*' all;
                dump() { print -r -- "$BUFFER" > $LINE }; zle -N dump; bindkey '^O' dump;
                zle-line-init() { print -n ready-$((6*7)) }; zle -N zle-line-init
                """, words, key);
    }

    private static String fish(String words, String key) throws Exception {
        return lineAfter("fish", "--no-config -i", """
                source SCRIPT; bind \\co 'commandline > $LINE'; function fish_prompt; echo -n ready-(math 6 x 7); end
                """, words, key);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = ONE_MATCH)
    void bashCompletes(String words, String line) throws Exception {
        assertEquals(line, bash(words, "\t"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = ONE_MATCH)
    void zshCompletes(String words, String line) throws Exception {
        // zsh takes the sign away where a space follows
        assertEquals(line.strip(), zsh(words, "\t").strip().replaceFirst("(--[a-z]+)=$", "$1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = ONE_MATCH)
    void fishCompletes(String words, String line) throws Exception {
        assertEquals(line.strip(), fish(words, "\t").strip());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = ALL_MATCHES)
    void bashFindsAll(String words, String matches) throws Exception {
        assertMatches(words, matches, bash(words, "\033*"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = ALL_MATCHES)
    void zshFindsAll(String words, String matches) throws Exception {
        assertMatches(words, matches, zsh(words, "\033*"));
    }

    private static void assertMatches(String words, String matches, String line) {
        String typed = words.replaceFirst("[^ =]*$", "");
        assertTrue(line.startsWith(typed), line);
        String expected = matches == null ? words.substring(typed.length()) : matches;
        assertEquals(wordsOf(expected), wordsOf(line.substring(typed.length())));
    }

    /** Without what shells put around a match: the option before it, and the slash after a directory. */
    private static Set<String> wordsOf(String matches) {
        return new TreeSet<>(Stream.of(matches.strip().split("\\s+"))
                .map(word -> word.replaceFirst("^--[a-z]+=", "").replaceFirst("/$", ""))
                .toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = ALL_MATCHES)
    void fishFindsAll(String words, String matches) throws Exception {
        ProcessRun.require("fish");

        ProcessRun run = ProcessRun.of(
                folder,
                Map.of("WASM_CLASSIFY_HOME", folder.toString()),
                List.of(
                        "fish",
                        "--no-config",
                        "-c",
                        "source $argv[1]; complete -C $argv[2]",
                        script("fish").toString(),
                        "wasm-classify " + words));

        String found =
                run.out().lines().map(line -> line.replaceFirst("\t.*", "")).collect(Collectors.joining(" "));
        assertEquals(wordsOf(matches == null ? "" : matches), wordsOf(found));
    }

    @Test
    void fishFindsNoFaultInItsScript() throws Exception {
        ProcessRun.require("fish");

        assertEquals(
                "",
                ProcessRun.outputOf(
                        folder,
                        "fish",
                        "--no-config",
                        "-c",
                        "source $argv[1] 2>&1",
                        script("fish").toString()));
    }

    @Test
    void anUnknownShellIsWrongUsage() {
        CommandRun run = CommandRun.of("completion", "tcsh");

        assertTrue(run.err().contains("expected one of [bash, zsh, fish] but was 'tcsh'"), run.err());
        assertEquals(2, run.exitCode());
    }
}
