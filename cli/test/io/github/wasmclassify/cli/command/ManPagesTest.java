package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.cli.ProcessRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The pages of the manual, as the tools that show them read them. */
class ManPagesTest {
    @TempDir
    Path folder;

    @BeforeEach
    void write() throws Exception {
        ManPages.main(new String[] {folder.toString()});
    }

    private List<Path> pages() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** As it is shown, on one line. */
    private String shown(Path page) throws Exception {
        return ProcessRun.outputOf(
                folder, "groff", "-man", "-Tascii", "-rLL=2000n", "-P-c", "-P-b", "-P-u", page.toString());
    }

    @Test
    void everyCommandHasAPage() throws Exception {
        assertEquals(
                commands().map(ManPagesTest::page).sorted().toList(),
                pages().stream().map(page -> page.getFileName().toString()).toList());
    }

    /** All that the manual is about: the command itself and its subcommands at any depth. */
    private static Stream<CommandLine> commands() {
        return withSubcommands(Main.commandLine());
    }

    private static Stream<CommandLine> withSubcommands(CommandLine command) {
        return Stream.concat(
                Stream.of(command),
                command.getSubcommands().values().stream().distinct().flatMap(ManPagesTest::withSubcommands));
    }

    private static String page(CommandLine command) {
        return command.getCommandSpec().qualifiedName("-") + ".1";
    }

    @Test
    void groffFindsNoFault() throws Exception {
        ProcessRun.require("groff");
        for (Path page : pages()) {
            ProcessRun run =
                    ProcessRun.of(folder, Map.of(), List.of("groff", "-man", "-ww", "-Tascii", "-z", page.toString()));

            assertEquals(new ProcessRun(0, "", ""), run, page.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void allThatHelpSaysIsThere(CommandLine command) throws Exception {
        ProcessRun.require("groff");
        String text = shown(folder.resolve(page(command)));

        for (OptionSpec option : command.getCommandSpec().options()) {
            assertTrue(option.hidden() || text.contains(option.longestName()), option.longestName());
            for (String line : option.description()) {
                assertTrue(option.hidden() || text.contains(line.strip()), line + "\n" + text);
            }
        }
        for (String line : command.getCommandSpec().usageMessage().description()) {
            assertTrue(text.contains(line.strip()), line + "\n" + text);
        }
    }

    @Test
    void variablesAreThere() throws Exception {
        ProcessRun.require("groff");
        String text = shown(folder.resolve("wasm-classify-predict.1"));

        assertTrue(text.contains("WASM_CLASSIFY_ENGINE"), text);
    }

    @Test
    void manShowsThem() throws Exception {
        ProcessRun.require("man");
        String page = folder.resolve("wasm-classify-models.1").toString();
        ProcessRun run = ProcessRun.of(
                folder, Map.of("MANPAGER", "cat", "LC_ALL", "C"), List.of("man", "--warnings", "-l", page));

        assertEquals("", run.err());
        assertTrue(run.out().contains("wasm-classify models pull mobilenet-v2"), run.toString());
    }
}
