package io.github.wasmclassify.model.labels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.error.Remedy;
import io.github.wasmclassify.testing.TestFiles;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Label files in the forms that tools write. */
class LabelFileTest {
    private static final List<String> COLOURS = List.of("red", "green", "blue");
    private static final List<String> IDS = List.of("n00000000", "n00000001", "n00000002");

    @TempDir
    Path folder;

    private static NamedClasses parse(String content) {
        return LabelFile.parse(content.getBytes(StandardCharsets.UTF_8), "labels");
    }

    private static List<String> names(String content, int classes) {
        return parse(content).forClasses(classes).names();
    }

    private static void assertRefused(String message, String content, int classes) {
        ModelException e =
                assertThrows(ModelException.class, () -> parse(content).forClasses(classes));
        assertEquals("label file `labels` " + message, e.getMessage());
        assertEquals(Optional.of(Remedy.FITTING_LABELS), e.remedy());
    }

    private static String unreadable(byte[] content) {
        return assertThrows(LabelFormatException.class, () -> LabelFile.parse(content, "labels"))
                .getMessage();
    }

    private static String unreadable(String content) {
        return unreadable(content.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "red\ngreen\nblue",
                "\uFEFFred\r\ngreen\r\nblue\r\n\r\n",
                "0 red\n1 green\n2 blue",
                "2: blue\n0: red\n1: green\n",
                "2  blue\n\n0  red\n1  green",
                "0\tred\n1\tgreen\n2\tblue",
                "0,red\n1,green\n2,blue",
                "1 red\n2 green\n3 blue",
                "red 0\ngreen 1\nblue 2",
                "blue,2\nred,0\ngreen,1",
                "0: 'red'\n1: 'green'\n2: 'blue'",
                "b'red'\nb'green'\nb'blue'",
                "\"red\",\n\"green\",\n\"blue\"",
                "background\nred\ngreen\nblue",
                "0 background\n1 red\n2 green\n3 blue",
                "[\"red\", \"green\", \"blue\"]",
                "{\"0\": \"red\", \"2\": \"blue\", \"1\": \"green\"}",
                "{\"red\": 0, \"green\": 1, \"blue\": 2}",
                "{\"model_type\": \"vit\", \"id2label\": {\"0\": \"red\", \"1\": \"green\", \"2\": \"blue\"}, \"label2id\": {\"x\": 0}}",
                "{\"label2id\": {\"red\": 0, \"green\": 1, \"blue\": 2}}",
                "{\"format\": \"onnx\", \"classes\": {\"Label\": [\"red\", \"green\", \"blue\"]}}",
                "{\"tmVersion\": \"2.4.10\", \"labels\": [\"red\", \"green\", \"blue\"], \"imageSize\": 224}",
                "[{\"id\": 1, \"name\": \"green\"}, {\"id\": 0, \"name\": \"red\"}, {\"id\": 2, \"name\": \"blue\"}]",
                "{\"categories\": [{\"id\": 0, \"name\": \"red\"}, {\"id\": 1, \"name\": \"green\"}, {\"id\": 2, \"name\": \"blue\"}]}",
                "{\"0\": {\"name\": \"red\"}, \"1\": {\"name\": \"green\"}, \"2\": {\"name\": \"blue\"}}",
                "{0: 'red',\n 1: 'green', # grass\n 2: \"blue\",}",
                "class_names = ['red', 'green', u'blue']",
                "const labels = ['red', 'green', 'blue'];",
                "item {\n  id: 1\n  name: 'red'\n}\nitem {\n  id: 3\n  name: \"blue\"\n}\nitem {\n  id: 2\n  name: 'green'\n}\n",
                "# map\nitem{ name: \"/m/1\" id: 1 display_name: \"red\" } item{ name: \"/m/2\" id: 2 display_name: \"green\" }\n"
                        + "item: { name: \"/m/3\", id: 3, display_name: \"blue\" }",
                "path: data\nnc: 3\nnames:\n  0: red\n  1: 'green' # grass\n  2: \"blue\"\ndownload: none\n",
                "names:\n- red\n- green\n- blue\nnc: 3",
                "names: [red, 'green', \"blue\"]  # all",
                "names: [red,\n  green,\n  blue]\nnc: 3",
                "names: {0: red, 1: green, 2: blue}",
                "- red\n- green\n- blue",
                "index,mid,display_name\n0,/m/0,red\n1,/m/1,green\n2,/m/2,blue\n",
                "id;name\n2;blue\n0;red\n1;green\n",
                "tag_id\tname\tcount\n9999\tred\t5\n17\tgreen\t5\n4\tblue\t5\n",
                "name\nred\ngreen\nblue",
                "1f2a;animal;bird;red\n7c;animal;cat;green\n99;plant;;blue\n",
            })
    void aNameIsThatOfTheClassThatTheFileSays(String content) {
        assertEquals(COLOURS, names(content, 3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n00000000 red\nn00000001 green\nn00000002 blue",
                "n00000001 2 green\nn00000000 1 red\nn00000002 3 blue",
                "0: n00000000 red\n1: n00000001 green\n2: n00000002 blue",
                "{\"0\": [\"n00000000\", \"red\"], \"1\": [\"n00000001\", \"green\"], \"2\": [\"n00000002\", \"blue\"]}",
                "item { name: 'n00000000' id: 1 display_name: 'red' } item { name: 'n00000001' id: 2 display_name: 'green' }"
                        + "item { name: 'n00000002' id: 3 display_name: 'blue' }",
                "{\"label_names\": [\"n00000000\", \"n00000001\", \"n00000002\"], \"label_descriptions\": {\"n00000002\": \"blue\", "
                        + "\"n00000000\": \"red\", \"n00000001\": \"green\"}}",
                "wnid,name\nn00000000,red\nn00000001,green\nn00000002,blue",
            })
    void aWordNetIdIsNoPartOfTheName(String content) {
        assertEquals(new Labels("labels", COLOURS, IDS), parse(content).forClasses(3));
    }

    @Test
    void numbersMayLeaveClassesOut() {
        assertEquals(List.of("class 0", "cat", "class 2", "dog", "class 4"), names("3 dog\n1 cat", 5));
        assertEquals(
                List.of("cat", "class 1", "dog"), names("item { id: 1 name: 'cat' } item { id: 3 name: 'dog' }", 3));
        assertEquals(
                List.of("class 0", "cat", "dog"), names("item { id: 1 name: 'cat' } item { id: 2 name: 'dog' }", 3));
    }

    @Test
    void numbersThatTheModelDoesNotHaveAreRefused() {
        assertRefused("names class 17 but the model has 3 classes, 0 to 2", "0 cat\n17 dog", 3);
        assertRefused(
                "names class 10 but the model has 4 classes, 0 to 3", "1 cent\n2 cents\n5 cent\n10 cent pieces", 4);
    }

    @Test
    void anotherNumberOfPlainLinesIsRefusedWithBothNumbers() {
        assertRefused("has 3 labels but the model has 4 classes", "red\ngreen\nblue", 4);
        assertRefused("has 4 labels but the model has 3 classes", "red\ngreen\nblue\npink", 3);
        assertRefused("has 3 labels but the model has 4 classes", "[\"red\", \"green\", \"blue\"]", 4);
    }

    @Test
    void numbersThatBelongToNamesStay() {
        for (String names : List.of(
                "3 of hearts\n3 of spades",
                "1 star\n2 stars\n3 stars\n4 stars\n5 stars",
                "1\n10\n2",
                "Boeing 707\nBoeing 747",
                "7-zip\n3d model",
                "type 1\ntype 2\ntype 3",
                "a1 0\na2 1",
                "[UNK]\ncat")) {
            assertEquals(
                    names.lines().toList(), names(names, (int) names.lines().count()));
        }
    }

    @Test
    void aBlankLineInsideIsAClassWithoutAName() {
        assertEquals(List.of("class 0", "orange", "class 2", "lime"), names("\norange\n\nlime\n\n", 4));
    }

    @Test
    void namesWithCommasAndColonsStayWhole() {
        assertEquals(
                List.of("tench, Tinca tinca", "a: b", "name, given"),
                names("tench, Tinca tinca\na: b\nname, given", 3));
    }

    @Test
    void bytesThatPythonPrintsAreUtf8() {
        assertEquals(List.of("caf\u00e9", "it's"), names("b'caf\\xc3\\xa9'\nb\"it's\"", 2));
    }

    @Test
    void utf16WithItsMarkIsRead() {
        for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            assertEquals(
                    List.of("chat", "\u00e9t\u00e9"),
                    LabelFile.parse("\uFEFFchat\r\n\u00e9t\u00e9".getBytes(charset), "labels")
                            .forClasses(2)
                            .names());
        }
    }

    @Test
    void whatIsNoLabelFileIsNamedForWhatItLooksLike() {
        assertEquals("not UTF-8 text", unreadable("\u00e9t\u00e9".getBytes(StandardCharsets.ISO_8859_1)));
        assertEquals(
                "not UTF-8 text but binary data, or UTF-16 without its byte order mark",
                unreadable("cat".getBytes(StandardCharsets.UTF_16LE)));
        assertEquals("not a label file but a web page: get the file itself", unreadable("\n<!DOCTYPE html><html>"));
        assertEquals(
                "not a label file but a Git LFS pointer: get the file itself with 'git lfs pull'",
                unreadable("version https://git-lfs.github.com/spec/v1"));
        assertEquals("not a label file but a zip archive: unpack it", unreadable("PK\3\4..."));
        assertEquals(
                "not a label file but compressed with gzip: unpack it",
                unreadable(new byte[] {0x1f, (byte) 0x8b, 8, 0}));
        assertEquals(
                "looks like JSON or Python but is neither: line 2 cannot be parsed", unreadable("[\"red\",\n green]"));
        assertEquals(
                "looks like a table, but line 2 has 3 columns and its header 2", unreadable("id,name\n0,red,green\n"));
        assertEquals(
                "looks like YAML, but the bracket after `names:` is not closed", unreadable("names: [red,\ngreen"));
        assertEquals("has a structure in which no class names were found", unreadable("{\"layers\": [1, {\"a\": 2}]}"));
        assertEquals(
                "line 3 has no number before its name, but other lines do", unreadable("0 red\n1 green\nblue\n2 pink"));
        assertEquals(
                "uses the class number 9999999, which is too large for any model", unreadable("9999999 red\n1 green"));
        assertEquals("contains no names", unreadable(" \n"));
    }

    @Test
    void whatCannotBeReadNamesTheFile() throws Exception {
        Path pointer = Files.writeString(folder.resolve("labels.txt"), "<html>");

        assertEquals(
                "label file `" + pointer + "`: not a label file but a web page: get the file itself",
                assertThrows(ModelException.class, () -> LabelFile.read(pointer))
                        .getMessage());
        assertEquals(
                "label file `" + folder.resolve("none") + "`: no such file",
                assertThrows(ModelException.class, () -> LabelFile.read(folder.resolve("none")))
                        .getMessage());
    }

    @Test
    void damagedFilesOfEveryFormAreReadOrRefusedInWords() {
        List<String> files = List.of(
                "0 red\n1 green\n2 blue\n",
                "{\"a\": {\"0\": [\"n00000000\", \"red\"]}, \"labels\": [null, 1, {}]}",
                "{0: 'red', 1: b'gr\\xc3\\xbcn', 'x': (1, [2, {3: None}])}",
                "# a\nitem { id: 1 name: 'red' }\nitem { id: 2 name: \"green\" }",
                "nc: 2\nnames:\n  0: 'red'\n  1: \"green\"\n",
                "names: [red, 'green', \"blue\"]",
                "id,name\n0,\"red, dark\"\n1,green\n",
                "a;b;c\nd;e;f");
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = files.get(i % files.size()).getBytes(StandardCharsets.UTF_8);
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) "\0\n\t \\'\"{}[](),:;#0x-".charAt(random.nextInt(20));
            }
            try {
                NamedClasses classes = LabelFile.parse(bytes, "labels");
                assertTrue(!classes.entries().isEmpty());
                classes.fit(3);
                classes.count();
            } catch (LabelFormatException e) {
                assertTrue(e.getMessage().lines().count() == 1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[", "{\"a\":", "(", "[['", " \n", "item { id: 1 name: 'a' }", "names:\n- a\n", "'", "0: ", "a;"
            })
    void longRepetitionsNeitherOverflowNorTakeLong(String piece) {
        String text = piece.repeat(50_000);
        for (String content : List.of(text, "[" + text, "item {" + text, "names: [" + text, "{'" + text)) {
            try {
                LabelFile.parse(content.getBytes(StandardCharsets.UTF_8), "labels");
            } catch (LabelFormatException e) {
                assertTrue(e.getMessage().lines().count() == 1);
            }
        }
    }

    @Test
    void aListOfAllImageNetClassesIsReadInEachForm() {
        List<String> names = Labels.bundled("imagenet", 1000).names();
        String numbered =
                IntStream.range(0, 1000).mapToObj(i -> i + ": " + names.get(i)).collect(Collectors.joining("\n"));

        assertEquals(names, names(numbered, 1000));
        assertEquals(names, names(String.join("\n", names), 1000));
        assertEquals(names, names("background\n" + String.join("\n", names), 1000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "coral-shuffled.txt",
                "data.yaml",
                "label_map.pbtxt",
                "list.json",
                "python-dict.txt",
                "synset.txt",
                "teachable-machine.txt"
            })
    void filesOfOtherToolsAreRead(String name) {
        Path file = TestFiles.shared("cases/labels/" + name);
        assumeTrue(Files.isRegularFile(file));

        List<String> names = LabelFile.read(file).forClasses(5).names();

        assertEquals(
                List.of("red", "green", "blue", "dark", "bright"),
                names.stream().map(label -> Synonyms.of(label).get(0)).toList());
    }
}
