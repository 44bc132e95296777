package wasmclassify.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import wasmclassify.TestFiles;
import wasmclassify.help.Variables;

/** What the command says to those who do not know it yet. */
class UsageTest {
    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            predict                          => missing required parameter: 'FILE|DIRECTORY'; try 'wasm-classify predict --help'
            predict --frobnicate x           => unknown option: '--frobnicate'; try 'wasm-classify predict --help'
            predict --top 0 x                => --top must be from 1 to 1000000, not 0; try 'wasm-classify predict --help'
            predict --max-pixels 0 x         => --max-pixels must be from 1 to 1000000000, not 0; try 'wasm-classify predict --help'
            help prdict                      => unknown subcommand 'prdict'; try 'wasm-classify --help'
            predict --max-memory 4096 x      => --max-memory must be from 1 to 2048, not 4096; try 'wasm-classify predict --help'
            """, quoteCharacter = '"')
    void wrongUsageIsOneLineWithAHint(String arguments, String message) {
        assertWrongUsage(arguments, message);
    }

    @Test
    void anUnknownInputRangeNamesTheRanges() {
        assertWrongUsage("predict --input-range 0..9 x",
                "--input-range must be 0..1, -1..1 or 0..255, not `0..9`; try 'wasm-classify predict --help'");
    }

    @Test
    void anUnknownEngineNamesTheEngines() {
        assertWrongUsage("predict --engine warp x",
                "invalid value for option '--engine': expected one of [auto, simd, wasm] but was 'warp'; try 'wasm-classify predict --help'");
    }

    @Test
    void noSubcommandIsWrongUsage() {
        CommandRun run = CommandRun.of();

        assertEquals("wasm-classify: missing required subcommand; try 'wasm-classify --help'\n", run.err());
        assertEquals(2, run.exitCode());
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

        assertTrue(run.out().contains("""
                Exit codes:
                  0     all done
                  1     some pictures failed or are not as expected; the others were classified
                  2     wrong usage, or a list or an output file that cannot be used
                  3     the model, its labels or the module cannot be used
                  4     internal error
                  124   a picture took longer than --timeout; the others were classified
                  130   interrupted, after the results so far
                """), run.out());
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
        assertTrue(lines.contains("  WASM_CLASSIFY_MAX_PIXELS   --max-pixels where it is not given"));
    }

    @Test
    void everyCommandsHelpHasExamplesThatItUnderstands() {
        for (CommandLine command : all(Main.commandLine()).toList()) {
            assertTrue(command.getCommandSpec().usageMessage().footer().length > 0 || command.getCommandName().equals("help"),
                    command.getCommandName() + " has no example");
            for (String line : command.getCommandSpec().usageMessage().footer()) {
                String example = line.strip().replaceFirst("^find .* [|] ", "").replaceFirst(" ( |> ).*", "");
                List<String> words = List.of(example.split(" "));
                assertEquals("wasm-classify", words.get(0), example);
                Main.commandLine().parseArgs(words.subList(1, words.size()).toArray(String[]::new)); // throws if it does not
            }
        }
    }

    private static Stream<CommandLine> all(CommandLine command) {
        return Stream.concat(Stream.of(command), new LinkedHashSet<>(command.getSubcommands().values()).stream().flatMap(UsageTest::all));
    }

    @Test
    void theVersionIsTheBuilds() throws Exception {
        String pom = Files.readString(TestFiles.ROOT.resolve("pom.xml"));
        String version = pom.replaceFirst("(?s).*?<version>([^<]+)</version>.*", "$1");

        assertEquals("wasm-classify " + version + "\nJava " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor")
                + ")\nguest ABI 1\n", CommandRun.of("--version").out());
    }

    /** Both ways: an option that is in no table is missing there, and one that is in no command is out of date. */
    @Test
    void theOptionTablesOfTheReadmeAreTheOptionsOfTheCommands() throws Exception {
        String readme = Files.readString(TestFiles.ROOT.resolve("README.md"));
        Set<String> documented = new TreeSet<>();
        readme.lines().filter(line -> line.startsWith("| ")).forEach(
                row -> Pattern.compile("`(--[a-z][a-z0-9-]*)").matcher(row).results().forEach(option -> documented.add(option.group(1))));
        Set<String> known = all(Main.commandLine())
                .flatMap(command -> command.getCommandSpec().options().stream())
                .filter(option -> !option.hidden())
                .map(OptionSpec::longestName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(known, documented);
    }

    @Test
    void theReadmeDocumentsEveryCommandAndVariable() throws Exception {
        String readme = Files.readString(TestFiles.ROOT.resolve("README.md"));

        all(Main.commandLine()).map(CommandLine::getCommandSpec).forEach(command -> {
            String name = command.qualifiedName().replaceFirst("^wasm-classify models ", "models ");
            assertTrue(readme.contains(name), "README.md does not mention " + name);
            Variables.of(command).keySet().forEach(
                    variable -> assertTrue(readme.contains("`" + variable + "`"), "README.md does not mention " + variable));
        });
    }
}
