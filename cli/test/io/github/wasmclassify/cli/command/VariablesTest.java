package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.wasmclassify.testing.TestFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options that a user sets once, in the environment. */
class VariablesTest {
    private static final Path LEMON = TestFiles.SAMPLES.resolve("lemon.png");

    @TempDir
    Path folder;

    private CommandRun run(String variable, String value, Object... arguments) {
        return new ModelHome(folder).runWith(List.of(variable, value), arguments);
    }

    @Test
    void aVariableSetsItsOption() {
        assertEquals(
                3,
                run("WASM_CLASSIFY_TOP", "3", "predict", "--quiet", LEMON)
                        .out()
                        .lines()
                        .count());
    }

    @Test
    void anOptionGoesBeforeItsVariable() {
        assertEquals(
                2,
                run("WASM_CLASSIFY_TOP", "3", "predict", "--quiet", "--top", "2", LEMON)
                        .out()
                        .lines()
                        .count());
        assertEquals(
                0,
                run("WASM_CLASSIFY_TOP", "bad", "predict", "--quiet", "--top=2", LEMON)
                        .exitCode());
    }

    @Test
    void anEmptyVariableSetsNothing() {
        assertEquals(
                0, run("WASM_CLASSIFY_ENGINE", "", "predict", "--quiet", LEMON).exitCode());
    }

    @Test
    void variablesOfOtherCommandsDoNotMatter() {
        assertEquals(0, run("WASM_CLASSIFY_ENGINE", "bad", "models", "list").exitCode());
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '"', textBlock = """
            WASM_CLASSIFY_ENGINE => x => 2 => invalid value for option '--engine': expected one of [auto, simd, wasm] but was 'x'
            WASM_CLASSIFY_DECODER    => x => 2 => invalid value for option '--decoder': expected one of [auto, host, guest] but was 'x'
            WASM_CLASSIFY_THREADS    => 0 => 2 => --threads must be from 1 to 1024, not 0
            WASM_CLASSIFY_MAX_PIXELS => x => 2 => invalid value for option '--max-pixels': 'x' is not a whole number
            WASM_CLASSIFY_MAX_MEMORY => 0 => 2 => --max-memory must be from 1 to 2048, not 0
            WASM_CLASSIFY_TOP        => 0 => 2 => --top must be from 1 to 1000000, not 0
            WASM_CLASSIFY_MODEL      => x => 3 => no model or file is named `x`
            """)
    void aBadValueIsReportedWithItsVariable(String variable, String value, int exitCode, String message) {
        CommandRun run = run(variable, value, "predict", LEMON);

        assertEquals("wasm-classify: " + variable + ": " + message, run.err().replaceFirst("; .*\n", ""));
        assertEquals(exitCode, run.exitCode());
    }

    @Test
    void helpComesWhateverIsSet() {
        assertEquals(CommandRun.of("predict", "--help"), run("WASM_CLASSIFY_TOP", "bad", "predict", "--help"));
    }
}
