package io.github.wasmclassify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.wasmclassify.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The library has callers without a command line: what it says must not speak of one. */
class MessagesTest {
    /** A comment, which is not looked at, or a text. */
    private static final Pattern COMMENT_OR_TEXT =
            Pattern.compile("//[^\\n]*|/\\*.*?\\*/|\"(?:[^\"\\\\\\n]|\\\\.)*\"", Pattern.DOTALL);

    /** An option or a subcommand; an option of the JVM is everybody's. */
    private static final Pattern OF_THE_COMMAND = Pattern.compile("--(?!add-)[a-z]|wasm-classify [a-z]");

    @ParameterizedTest
    @ValueSource(strings = {"core", "net"})
    void noTextNamesAnOptionOrASubcommandOfTheCommand(String module) throws Exception {
        assertEquals(
                List.of(),
                texts(TestFiles.ROOT.resolve(module + "/src"))
                        .filter(text -> OF_THE_COMMAND.matcher(text).find())
                        .toList());
    }

    private static Stream<String> texts(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream()
                    .flatMap(MessagesTest::textsOf);
        }
    }

    private static Stream<String> textsOf(Path file) {
        try {
            return COMMENT_OR_TEXT
                    .matcher(Files.readString(file))
                    .results()
                    .map(MatchResult::group)
                    .filter(found -> found.startsWith("\""))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
