package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.cli.help.Variables;
import io.github.wasmclassify.testing.TestFiles;
import java.nio.file.Files;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What the command says to those who do not know it yet. */
class UsageTest {
    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            predict                          => missing required parameter: 'FILE|DIRECTORY'; try 'wasm-classify predict --help'
            predict --frobnicate x           => unknown option '--frobnicate'; try 'wasm-classify predict --help'
            predict --top 0 x                => --top must be from 1 to 1000000, not 0; try 'wasm-classify predict --help'
            predict --max-pixels 0 x         => --max-pixels must be from 1 to 1000000000, not 0; try 'wasm-classify predict --help'
            help prdict                      => unknown command 'prdict'; did you mean 'predict'?
            prdict x                         => no command or file is named 'prdict'; did you mean 'predict'?
            models lst                       => unknown command 'lst'; did you mean 'list'?
            predict --topp 3 x               => unknown option '--topp'; did you mean '--top'?
            --tresh 0.3 x                    => unknown option '--tresh'; try 'wasm-classify predict --help'
            predict --top abc x              => invalid value for option '--top': 'abc' is not a whole number; try 'wasm-classify predict --help'
            predict --threshold 50% x        => invalid value for option '--threshold': '50%' is not a number; try 'wasm-classify predict --help'
            predict --max-memory 4096 x      => --max-memory must be from 1 to 2048, not 4096; try 'wasm-classify predict --help'
            """, quoteCharacter = '"')
    void wrongUsageIsOneLineWithAHint(String arguments, String message) {
        assertWrongUsage(arguments, message);
    }

    @Test
    void anUnknownInputRangeNamesTheRanges() {
        assertWrongUsage(
                "predict --input-range 0..9 x",
                "--input-range must be 0..1, -1..1 or 0..255, not `0..9`; try 'wasm-classify predict --help'");
    }

    @Test
    void anUnknownEngineNamesTheEngines() {
        assertWrongUsage(
                "predict --engine warp x",
                "invalid value for option '--engine': expected one of [auto, simd, wasm] but was 'warp'; try 'wasm-classify predict --help'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "models"})
    void withoutASubcommandHelpIsShown(String command) {
        CommandRun run = command.isEmpty() ? CommandRun.of() : CommandRun.of(command);

        assertTrue(run.out().startsWith("Usage: wasm-classify " + command), run.out());
        assertTrue(run.out().contains("\nCommands:\n"), run.out());
        assertEquals(0, run.exitCode());
    }

    @Test
    void aPictureNeedsNoSubcommand() {
        String lemon = TestFiles.SAMPLES.resolve("lemon.png").toString();

        assertTrue(CommandRun.of(lemon).out().contains("\nprediction: lemon "));
        assertTrue(CommandRun.of("-q", "-n", 2, lemon).out().startsWith("prediction: lemon "));
    }

    @Test
    void theLastOfARepeatedOptionCounts() {
        CommandRun run = CommandRun.of("predict", "-q", "--top", 3, "--top", 1, TestFiles.SAMPLES.resolve("lemon.png"));

        assertEquals(1, run.out().lines().count(), run.toString());
    }

    @Test
    void helpOfACommandInsideAnotherIsThatCommands() {
        assertEquals(CommandRun.of("models", "pull", "--help"), CommandRun.of("help", "models", "pull"));
    }

    @Test
    void shortHelpLeavesOutWhatIsSeldomNeeded() {
        String brief = CommandRun.of("predict", "-h").out();

        assertTrue(brief.contains("--top"), brief);
        assertFalse(brief.contains("--max-memory") || brief.contains("Environment:") || brief.contains("124"), brief);
        assertTrue(brief.contains("wasm-classify predict --help"), brief);
    }

    /** Wrapped, they could not be copied. */
    @Test
    void examplesStandOnOneLine() {
        for (CommandLine command : all(Main.commandLine()).toList()) {
            List<String> lines = command.getUsageMessage().lines().toList();
            for (String example : command.getCommandSpec().usageMessage().footer()) {
                assertTrue(lines.contains(example), example);
            }
        }
    }

    private static void assertWrongUsage(String arguments, String message) {
        CommandRun run = CommandRun.of((Object[]) arguments.split(" "));

        assertEquals("wasm-classify: " + message + "\n", run.err());
        assertEquals("", run.out());
        assertEquals(2, run.exitCode());
    }

    @Test
    void helpListsTheExitCodes() {
        CommandRun run = CommandRun.of("predict", "--help");

        String codes = run.out().substring(run.out().indexOf("Exit codes:"));
        assertEquals(
                List.of("0", "1", "2", "3", "4", "124", "130"),
                codes.lines()
                        .filter(line -> line.matches("  [0-9].*"))
                        .map(line -> line.strip().replaceFirst(" .*", ""))
                        .toList());
        assertEquals(0, run.exitCode());
    }

    @Test
    void helpIsASubcommandToo() {
        assertEquals(CommandRun.of("predict", "--help"), CommandRun.of("help", "predict"));
    }

    @Test
    void helpGroupsOptions() {
        List<String> lines = CommandRun.of("predict", "--help").out().lines().toList();

        assertTrue(lines.indexOf("Model:") < lines.indexOf("Performance and limits:"));
        assertTrue(lines.indexOf("General:") < lines.indexOf("Environment:"));
        assertTrue(lines.contains("  WASM_CLASSIFY_MAX_PIXELS   default for --max-pixels"));
    }

    @Test
    void everyCommandsHelpHasExamplesThatItUnderstands() {
        for (CommandLine command : all(Main.commandLine()).toList()) {
            assertTrue(
                    command.getCommandSpec().usageMessage().footer().length > 0
                            || command.getCommandName().equals("help"),
                    command.getCommandName() + " has no example");
            for (String line : command.getCommandSpec().usageMessage().footer()) {
                if (line.isBlank()) {
                    continue;
                }
                String example = line.strip().replaceFirst("^find .* [|] ", "").replaceFirst(" ( |> ).*", "");
                List<String> words = List.of(example.split(" "));
                assertEquals("wasm-classify", words.get(0), example);
                if (!words.get(1).equals("photo.jpg")) { // which needs no subcommand
                    Main.commandLine()
                            .parseArgs(words.subList(1, words.size()).toArray(String[]::new)); // throws if it does not
                }
            }
        }
    }

    private static Stream<CommandLine> all(CommandLine command) {
        return Stream.concat(
                Stream.of(command),
                new LinkedHashSet<>(command.getSubcommands().values()).stream().flatMap(UsageTest::all));
    }

    @Test
    void theVersionIsTheBuilds() throws Exception {
        String pom = Files.readString(TestFiles.ROOT.resolve("pom.xml"));
        String version = pom.replaceFirst("(?s).*<revision>([^<]+)</revision>.*", "$1");

        assertEquals(
                "wasm-classify " + version + " (development build)\nJava " + System.getProperty("java.version") + " ("
                        + System.getProperty("java.vendor") + ")\nengines simd, wasm\nguest ABI 1\n",
                CommandRun.of("--version").out());
        String cargo = Files.readString(TestFiles.ROOT.resolve("wasm/Cargo.toml"));
        assertEquals(
                version,
                cargo.replaceFirst("(?s).*?\nversion = \"([^\"]+)\".*", "$1"),
                "the guest's version in wasm/Cargo.toml");
    }

    /** Both ways: an option that is in no table is missing there, and one that is in no command is out of date. */
    @Test
    void theOptionTablesOfTheDocumentationAreTheOptionsOfTheCommands() throws Exception {
        String tables = TestFiles.documentation()
                .lines()
                .filter(line -> line.startsWith("| "))
                .collect(Collectors.joining("\n"));

        assertEquals(knownOptions(), quotedOptions(tables));
    }

    @Test
    void theDocumentationNamesNoOptionThatDoesNotExist() throws Exception {
        Set<String> unknown = quotedOptions(TestFiles.documentation());
        unknown.removeAll(knownOptions());

        assertEquals(Set.of("--add-modules"), unknown, "an option of Java's, and no other");
    }

    private static Set<String> knownOptions() {
        return all(Main.commandLine())
                .flatMap(command -> command.getCommandSpec().options().stream())
                .filter(option -> !option.hidden())
                .map(OptionSpec::longestName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What begins with dashes and a backtick before them. */
    private static Set<String> quotedOptions(String text) {
        return Pattern.compile("`(--[a-z][a-z0-9-]*)")
                .matcher(text)
                .results()
                .map(option -> option.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theDocumentationNamesEveryCommandAndVariable() throws Exception {
        String documentation = TestFiles.documentation();

        all(Main.commandLine()).map(CommandLine::getCommandSpec).forEach(command -> {
            String name = command.qualifiedName().replaceFirst("^wasm-classify models ", "models ");
            assertTrue(documentation.contains(name), "the documentation does not mention " + name);
            Variables.of(command)
                    .keySet()
                    .forEach(variable -> assertTrue(
                            documentation.contains("`" + variable + "`"),
                            "the documentation does not mention " + variable));
        });
    }
}
