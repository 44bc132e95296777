package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.testing.TestFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/**
 * {@code check} with the built-in model; what it sees in the samples is what native TensorFlow does, see
 * {@code samples/truth.json}.
 */
class CheckCommandTest {
    @TempDir
    Path folder;

    @BeforeEach
    void copySamples() throws Exception {
        for (String sample : List.of("lemon.png", "orange.jpg", "teapot.jpg", "lighthouse.jpg")) {
            Files.copy(TestFiles.SAMPLES.resolve(sample), folder.resolve(sample));
        }
    }

    private Path table(String content) throws Exception {
        return Files.writeString(folder.resolve("smoke.csv"), content);
    }

    private CommandRun check(String table, Object... options) throws Exception {
        return CommandRun.of(Stream.concat(Stream.of("check", table(table)), Stream.of(options))
                .toArray());
    }

    @Test
    void picturesThatAreAsExpectedAreCounted() throws Exception {
        Files.copy(folder.resolve("lemon.png"), folder.resolve("lemon, \"fresh\".png"));

        CommandRun run = check("""
                \uFEFF# label, in several ways\r
                top,label,path,min_confidence\r
                \r
                ,lemon,lemon.png,0.6\r
                ,"LEMON","lemon, ""fresh"".png",\r
                ,lighthouse,lighthouse.jpg,0.9\r
                ,"beacon, lighthouse, beacon light, pharos",lighthouse.jpg\r
                # index and WordNet id\r
                1,186,orange.jpg,\r
                ,n07749582,lemon.png,\r
                2,orange,lemon.png,0.1""");

        assertEquals("checked 7: 7 as expected, 0 different, 0 failed\n", run.out());
        assertEquals("", run.err());
        assertEquals(0, run.exitCode());
    }

    @Test
    void theSamplesAreAsTheirTableSays() {
        CommandRun run = CommandRun.of("check", TestFiles.SAMPLES.resolve("expectations.csv"));

        assertEquals("checked 11: 11 as expected, 0 different, 0 failed\n", run.out());
        assertEquals(0, run.exitCode());
    }

    @Test
    void eachDifferenceGetsALine() throws Exception {
        CommandRun run = check("""
                path,label,min_confidence,top
                lemon.png,orange,,
                lemon.png,lemon,0.9,
                lemon.png,lemon,,
                teapot.jpg,goldfish,,3
                lemon.png,orange,0.5,2
                """);

        assertEquals(
                """
                DIR/lemon.png: expected orange, found lemon (confidence #); orange has #
                DIR/lemon.png: expected lemon with a confidence of at least 0.9, found lemon (confidence #)
                DIR/teapot.jpg: expected goldfish, Carassius auratus among the best 3, found teapot (confidence #)
                DIR/lemon.png: expected orange among the best 2 with a confidence of at least 0.5, found lemon (confidence #); orange has #
                checked 5: 1 as expected, 4 different, 0 failed
                """,
                run.out()
                        .replace(folder.toString() + folder.getFileSystem().getSeparator(), "DIR/")
                        .replaceAll("0\\.\\d{4}", "#"));
        assertEquals("", run.err());
        assertEquals(1, run.exitCode());
    }

    @Test
    void aPictureThatFailsIsReportedAndTheOthersAreChecked() throws Exception {
        CommandRun run = check("path,label\nmissing.png,lemon\nlemon.png,lemon\n");

        assertEquals("checked 2: 1 as expected, 0 different, 1 failed\n", run.out());
        assertEquals("wasm-classify: " + folder.resolve("missing.png") + ": no such file\n", run.err());
        assertEquals(1, run.exitCode());
    }

    @Test
    void aPictureThatTakesTooLongHasAnExitCodeOfItsOwn() throws Exception {
        Files.write(folder.resolve("large.jpg"), TestFiles.largePicture());

        CommandRun run = check("path,label\nlarge.jpg,lemon\n", "--timeout", 1e-3, "--engine", "wasm");

        assertEquals("checked 1: 0 as expected, 0 different, 1 failed\n", run.out());
        assertEquals(124, run.exitCode());
    }

    @Test
    void labelsThatTheModelDoesNotKnowAreAllListedBeforeAnythingIsClassified() throws Exception {
        Path report = folder.resolve("report.xml");

        CommandRun run = check("""
                path,label
                lemon.png,lemon
                lemon.png,lemmon
                orange.jpg,sunset over the sea
                orange.jpg,lemmon
                orange.jpg,200
                orange.jpg,oragne""", "--junit", report);

        Path file = folder.resolve("smoke.csv");
        String known = "; its 200 classes are those of pocket; use a name, or an index from 0 to 199";
        assertEquals(
                "wasm-classify: " + file + ":3: the model has no class `lemmon`; did you mean `lemon`?\n"
                        + "wasm-classify: " + file + ":4: the model has no class `sunset over the sea`" + known + "\n"
                        + "wasm-classify: " + file + ":6: the model has no class `200`" + known + "\n"
                        + "wasm-classify: " + file + ":7: the model has no class `oragne`; did you mean `orange`?\n",
                run.err());
        assertEquals("", run.out());
        assertEquals(2, run.exitCode());
        assertFalse(Files.exists(report));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '\0', textBlock = """
            path,lable|a,b                       => :1: the header has no column `label`; it must be a first line such as `path,label`
            path,label,weight|a,b,c              => :1: unknown column `weight`; the columns are path, label, min_confidence, top
            path,label,label|a,b,c               => :1: the header has the column `label` more than once
            path,label|a,lemon|b.png,c.png,lemon => :3: has 3 values for 2 columns; put quotes around values that contain commas
            path,label|a                         => :2: has no label
            path,label|,lemon                    => :2: has no path
            path,label,top|a,lemon,|a,lemon,0    => :3: top must be from 1 to 1000000, not `0`; leave it empty for 1
            min_confidence,path,label|90%,a,b    => :2: min_confidence must be from 0 to 1, not `90%`; leave it empty to accept any score
            min_confidence,path,label|NaN,a,b    => :2: min_confidence must be from 0 to 1, not `NaN`; leave it empty to accept any score
            path,label|# nothing                 => `: no pictures are listed below the header
            path,label|a,caf\u00e9               => `: not UTF-8 text; save it as CSV in UTF-8
            """)
    void aTableThatIsWrongSaysWhereAndWhatToTry(String table, String message) throws Exception {
        byte[] latin1 = table.replace('|', '\n').getBytes(StandardCharsets.ISO_8859_1);
        Path file = Files.write(folder.resolve("smoke.csv"), latin1);

        CommandRun run = CommandRun.of("check", file);

        assertEquals("wasm-classify: " + (message.startsWith(":") ? file : "`" + file) + message + "\n", run.err());
        assertEquals("", run.out());
        assertEquals(2, run.exitCode());
    }

    @Test
    void aQuoteThatIsLeftOpenIsRefused() throws Exception {
        CommandRun run = check("path,label\na,\"lemon\nb,lemon\n");

        assertEquals(
                "wasm-classify: " + folder.resolve("smoke.csv")
                        + ":2: a quote is left open; close each quote, and double it within quotes\n",
                run.err());
        assertEquals(2, run.exitCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"path,label\nlemon.png,\"lemon", "path,label\nlemon.png,\"lemon\n", "path,\"label\n"})
    void aQuoteThatIsLeftOpenAtTheEndIsRefused(String table) throws Exception {
        CommandRun run = check(table);

        assertTrue(run.err().contains(": a quote is left open; close each quote"), run.err());
        assertEquals(2, run.exitCode());
    }

    @Test
    void textBehindAQuoteIsRefused() throws Exception {
        CommandRun run = check("path,label\nlemon.png,\"lemon\" tree\n");

        assertTrue(run.err().contains("`: not CSV after line 1: Unexpected character after closing quote"), run.err());
        assertEquals(2, run.exitCode());
    }

    /** The byte order mark, comments, empty lines, spaces and ends of lines that editors and spreadsheets write. */
    @Test
    void aTableMayBeWrittenLoosely() throws Exception {
        CommandRun run = check("\uFEFF# of today\r\n\r\n \"path\" , label\r\n " + TestFiles.SAMPLES.resolve("lemon.png")
                + " ,  \"lemon\" \r\n# the end\r\n\r\n");

        assertEquals("checked 1: 1 as expected, 0 different, 0 failed\n", run.out(), run.err());
    }

    @Test
    void aTableThatIsMissingOrNoFileIsRefused() {
        assertEquals(
                "wasm-classify: `" + folder.resolve("nothing.csv") + "`: no such file\n",
                CommandRun.of("check", folder.resolve("nothing.csv")).err());
        assertEquals(
                "wasm-classify: `" + folder + "`: is not a regular file\n",
                CommandRun.of("check", folder).err());
    }

    @Test
    void junitHasACaseForEachPictureAndWhatItsSchemaAsksFor() throws Exception {
        Path report = folder.resolve("report.xml");
        CommandRun run = check("path,label\nlemon.png,lemon\nlemon.png,orange\nmissing.png,lemon\n", "--junit", report);

        assertEquals(1, run.exitCode());
        Element suite = parse(report);
        assertEquals("testsuite", suite.getTagName());
        assertEquals("smoke", suite.getAttribute("name"));
        assertEquals(
                "3 1 1",
                suite.getAttribute("tests") + " " + suite.getAttribute("failures") + " "
                        + suite.getAttribute("errors"));
        assertTrue(
                suite.getAttribute("timestamp").matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d"),
                suite.getAttribute("timestamp"));
        assertEquals("localhost", suite.getAttribute("hostname"));
        assertTrue(Double.parseDouble(suite.getAttribute("time")) > 0);
        assertEquals(
                List.of("properties", "testcase", "testcase", "testcase", "system-out", "system-err"),
                children(suite).stream().map(Element::getTagName).toList());
        List<Element> cases = children(suite).subList(1, 4);
        for (Element one : cases) {
            assertEquals("smoke", one.getAttribute("classname"));
            assertTrue(Double.parseDouble(one.getAttribute("time")) >= 0);
        }
        assertEquals(folder.resolve("lemon.png") + ": orange", cases.get(1).getAttribute("name"));
        assertEquals(List.of(), children(cases.get(0)));
        assertProblem(
                "failure", "different", "expected orange, found lemon (confidence #); orange has #", cases.get(1));
        assertProblem("error", "unreadable", "no such file", cases.get(2));
    }

    private static void assertProblem(String element, String type, String message, Element testCase) {
        Element problem = children(testCase).get(0);
        assertEquals(element, problem.getTagName());
        assertEquals(type, problem.getAttribute("type"));
        assertEquals(message, problem.getAttribute("message").replaceAll("0\\.\\d+", "#"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS) // whose files cannot have such names
    void junitIsXmlWhateverFilesAreCalled() throws Exception {
        Path report = folder.resolve("report.xml");
        String name = "\u001b[31m<&>'\"\"]]>\uD83C\uDF4B\u00e9.png";

        check("path,label\n\"" + name + "\",lemon\n", "--junit", report);

        String found = children(parse(report)).get(1).getAttribute("name");
        assertEquals(folder + "/\\u001b[31m<&>'\"]]>\uD83C\uDF4B\u00e9.png: lemon", found);
    }

    @Test
    void aReportThatCannotBeWrittenIsRefusedBeforeAnythingIsClassified() throws Exception {
        Path none = folder.resolve("none");

        CommandRun run = check("path,label\nlemon.png,lemon\n", "--junit", none.resolve("report.xml"));

        assertEquals(
                "wasm-classify: cannot write " + none.resolve("report.xml") + ": there is no directory `" + none
                        + "`\n",
                run.err());
        assertEquals("", run.out());
        assertEquals(2, run.exitCode());
    }

    private static Element parse(Path file) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement();
    }

    private static List<Element> children(Element parent) {
        return IntStream.range(0, parent.getChildNodes().getLength())
                .mapToObj(parent.getChildNodes()::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .toList();
    }
}
