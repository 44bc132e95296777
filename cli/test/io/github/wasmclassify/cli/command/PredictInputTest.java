package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.wasmclassify.testing.FileServer;
import io.github.wasmclassify.testing.TestFiles;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Which pictures {@code predict} takes, and in what order. */
class PredictInputTest {
    @TempDir
    Path folder;

    private byte[] lemon;

    @BeforeEach
    void readLemon() throws Exception {
        lemon = Files.readAllBytes(TestFiles.SAMPLES.resolve("lemon.png"));
    }

    private Path picture(String path) throws Exception {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.write(file, lemon);
    }

    private Path list(String name, String content) throws Exception {
        return Files.writeString(folder.resolve(name), content);
    }

    /** The paths of the pictures that were classified, below the folder. */
    private List<String> paths(CommandRun run) {
        return run.out()
                .lines()
                .filter(line -> line.startsWith("predicting on file "))
                .map(line -> line.replace("predicting on file ", "")
                        .replace(folder + "/", "")
                        .replace('\\', '/'))
                .toList();
    }

    private static CommandRun predict(Object... arguments) {
        return CommandRun.of(
                Stream.concat(Stream.of("predict"), Stream.of(arguments)).toArray());
    }

    private static CommandRun predictWithStdin(byte[] stdin, Object... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(stdin));
        try {
            return predict(arguments);
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void recursiveTakesDirectoriesInsideInNameOrderWithoutHiddenOnes() throws Exception {
        picture("b.png");
        picture("a/z.png");
        picture("a/b/c.png");
        picture("c/d.png");
        picture(".hidden/e.png");
        picture("a/.f.png");

        CommandRun run = predict("--recursive", folder);

        assertEquals(List.of("a/b/c.png", "a/z.png", "b.png", "c/d.png"), paths(run));
        assertEquals(0, run.exitCode());
    }

    @Test
    void aDirectoryWithPicturesOnlyInsideOthersPointsToRecursive() throws Exception {
        picture("a/b.png");

        CommandRun run = predict(folder);

        assertTrue(run.err().endsWith("; use --recursive to include the directories inside it\n"), run.err());
        assertEquals(1, run.exitCode());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void symbolicLinksAreFollowedOnceEach() throws Exception {
        picture("a/b.png");
        Files.createSymbolicLink(folder.resolve("a/back"), folder);
        Files.createSymbolicLink(folder.resolve("a/self"), folder.resolve("a"));
        Files.createSymbolicLink(folder.resolve("c"), folder.resolve("a"));

        CommandRun run = predict("-r", folder);

        assertEquals(List.of("a/b.png"), paths(run));
        assertEquals(0, run.exitCode());
    }

    @Test
    void includeReplacesTheExtensionsAndExcludeGoesBeforeBoth() throws Exception {
        picture("photo.dat");
        picture("photo.png");
        picture("small/photo.png");
        picture("small/other.png");
        picture("old/deep/photo.png");

        assertEquals(List.of("photo.dat"), paths(predict("-r", "--include", "*.dat", folder)));
        assertEquals(
                List.of("photo.dat", "small/other.png"),
                paths(predict("-r", "--include", "*.dat", "--include", "small/*", "--exclude", "photo.png", folder)));
        assertEquals(
                List.of("photo.png", "small/other.png", "small/photo.png"),
                paths(predict("-r", "--exclude", "old", folder)));
        assertEquals(
                List.of("photo.png", "small/other.png", "small/photo.png"),
                paths(predict("-r", "--exclude", "old/**", folder)));
    }

    @Test
    void aNamedFileIsTakenWhateverTheGlobsSay() throws Exception {
        Path named = picture("photo.png");

        assertEquals(List.of("photo.png"), paths(predict("--exclude", "*", named)));
    }

    @Test
    void aGlobThatCannotBeReadIsWrongUsage() {
        CommandRun run = predict("--include", "[", folder);

        assertTrue(run.err().startsWith("wasm-classify: invalid glob `[`: "), run.err());
        assertEquals(2, run.exitCode());
    }

    @Test
    void listsNameFilesAndDirectoriesInOrder() throws Exception {
        Path first = picture("first.png");
        picture("inside/second.png");
        Path third = picture("third.png");
        Path fourth = picture("fourth.png");
        Path list = list("list.txt", folder.resolve("inside") + "\r\n\n" + third + "\n");
        Path from = list("from.txt", fourth.toString());

        CommandRun run = predict(first, "@" + list, "--files-from", from);

        assertEquals(List.of("first.png", "inside/second.png", "third.png", "fourth.png"), paths(run));
        assertEquals(0, run.exitCode());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void namesWithLineBreaksComeInListsWithNulBytes() throws Exception {
        Path odd = picture("two\nlines.png");
        Path other = picture("other.png");
        byte[] names = (odd + "\0" + other + "\0").getBytes(StandardCharsets.UTF_8);

        CommandRun run = predictWithStdin(names, "--quiet", "-0", "--files-from", "-");

        assertTrue(run.out().matches("(prediction: lemon [^\n]*\n){2}"), run.out());
        assertEquals("", run.err());
    }

    @Test
    void aDashIsAPictureOnStdin() {
        CommandRun run = predictWithStdin(lemon, "-");

        assertEquals(List.of("-"), paths(run));
        assertTrue(run.out().contains("prediction: lemon "), run.out());
    }

    @Test
    void stdinCanBeNamedOnce() {
        CommandRun run = predictWithStdin(lemon, "-", "--files-from", "-");

        assertEquals("wasm-classify: stdin is named 2 times, but can be read only once\n", run.err());
        assertEquals(2, run.exitCode());
    }

    @Test
    void aListThatIsMissingIsSaidBeforeAnythingIsClassified() throws Exception {
        CommandRun run = predict(picture("a.png"), "@" + folder.resolve("nowhere.txt"));

        assertEquals("wasm-classify: list `" + folder.resolve("nowhere.txt") + "`: no such file\n", run.err());
        assertEquals("", run.out());
        assertEquals(2, run.exitCode());
    }

    @Test
    void aPictureGivenAsAListIsRefused() throws Exception {
        byte[] noise = new byte[200_000];
        Arrays.fill(noise, (byte) 'x');
        Path list = Files.write(folder.resolve("noise"), noise);

        CommandRun run = predict("@" + list);

        assertTrue(run.err().contains("a name is longer than 65536 bytes; is it a list of files?"), run.err());
        assertEquals(2, run.exitCode());
    }

    @Test
    void whatAListNamesWronglyFailsAlone() throws Exception {
        Path good = picture("good.png");
        Path list = list("list.txt", folder.resolve("gone.png") + "\n" + good + "\n");

        CommandRun run = predict("@" + list);

        assertEquals(List.of("good.png"), paths(run));
        assertEquals("wasm-classify: " + folder.resolve("gone.png") + ": no such file\n", run.err());
        assertEquals(1, run.exitCode());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aReasonOfTheSystemComesWithoutAnotherName() throws Exception {
        Path loop = Files.createSymbolicLink(folder.resolve("loop.png"), Path.of("loop.png"));

        CommandRun run = predict(loop);

        assertTrue(run.err().startsWith("wasm-classify: " + loop + ": too many levels of symbolic links"), run.err());
        assertEquals(1, run.exitCode());
    }

    @Test
    void addressesAreNotFetchedUnlessAllowed() throws Exception {
        Path list = list("list.txt", "https://example.org/cat.jpg\n");

        CommandRun run = predict("@" + list);

        assertEquals("wasm-classify: https://example.org/cat.jpg: is a URL; use --allow-url to fetch it\n", run.err());
        assertEquals(1, run.exitCode());
    }

    @Test
    void addressesOfThisMachineAndItsNetworksAreNeverFetched() throws Exception {
        try (FileServer server = new FileServer()) {
            server.serve("/", FileServer.file(Files.readAllBytes(picture("good.png")), "\"1\""));

            CommandRun run = predict("--allow-url", server.address("/a.png"), "http://10.0.0.1/b.png");

            assertEquals(
                    "wasm-classify: " + server.address("/a.png")
                            + ": localhost is not a public address, so it is not contacted\n"
                            + "wasm-classify: http://10.0.0.1/b.png: 10.0.0.1 is not a public address, so it is not contacted\n",
                    run.err());
            assertEquals(1, run.exitCode());
            assertEquals(List.of(), server.requests());
        }
    }

    @Test
    void afterTwoDashesEverythingIsAName() {
        CommandRun run = predict("--quiet", "--", "--top");

        assertEquals("wasm-classify: --top: no such file\n", run.err());
        assertEquals(1, run.exitCode());
    }

    @Test
    void resultsComeInTheOrderOfTheNamesHoweverManyThreadsWork() throws Exception {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            names.add(String.format("%02d.png", i));
            if (i % 7 == 3) {
                Files.write(folder.resolve(names.get(i)), TestFiles.largePicture());
            } else {
                picture(names.get(i));
            }
        }
        Path list = list(
                "list.txt",
                names.stream().map(name -> folder.resolve(name).toString()).collect(Collectors.joining("\n")));

        assertEquals(names, paths(predict("--threads", 4, "@" + list)));
    }

    @Test
    void picturesOfOtherKindsAreCountedAndOthersAreTakenByTheirBytes() throws Exception {
        Path pictures = Files.createDirectories(folder.resolve("mixed"));
        Files.copy(TestFiles.PICTURES.resolve("rgba.tga"), pictures.resolve("a TGA, told by its end.psd"));
        Files.copy(TestFiles.PICTURES.resolve("lzw.tif"), pictures.resolve("page.TIFF"));
        Files.copy(TestFiles.SAMPLES.resolve("lemon.png"), pictures.resolve("really a png.HEIC"));
        Files.copy(TestFiles.SAMPLES.resolve("orange.jpg"), pictures.resolve("twitter.jpg_large"));
        Files.writeString(pictures.resolve("phone.heic"), "....ftypheic");
        Files.writeString(pictures.resolve("camera.NEF"), "MM\0*, as a TIFF begins");
        Files.writeString(pictures.resolve("other.heic"), "....ftypheic");
        Files.writeString(pictures.resolve("notes.txt"), "no picture's name");

        CommandRun run = CommandRun.of("predict", "--format", "json", "--summary", pictures);

        JsonObject document = JsonParser.parseString(run.out()).getAsJsonObject();
        assertEquals(4, document.getAsJsonArray("results").size());
        assertEquals(
                "{\".heic\":2,\".nef\":1}",
                document.getAsJsonObject("summary").get("notLookedAt").toString());
        assertEquals("wasm-classify: skipped 3 files of other kinds: 2 .heic, 1 .nef\n", run.err());
        assertEquals(0, run.exitCode());
    }

    @Test
    void aFolderOfOtherKindsSaysWhichTheyAre() throws Exception {
        Path pictures = Files.createDirectories(folder.resolve("heics"));
        Files.writeString(pictures.resolve("phone.heic"), "....ftypheic");

        CommandRun run = CommandRun.of("predict", pictures);

        assertTrue(run.err().contains("webp; skipped 1 file of another kind: 1 .heic\n"), run.err());
        assertEquals(1, run.exitCode());
    }

    @Test
    void foldersThatLinkToEachOtherAreVisitedOnce() throws Exception {
        Path root = Files.createDirectories(folder.resolve("linked"));
        for (int i = 0; i < 7; i++) {
            Path one = Files.createDirectories(root.resolve("folder" + i));
            Files.copy(TestFiles.SAMPLES.resolve("lemon.png"), one.resolve(i + ".png"));
            for (int j = 0; j < 7; j++) {
                Files.createSymbolicLink(one.resolve("to" + j), root.resolve("folder" + j));
            }
        }

        assertEquals(
                7, CommandRun.of("predict", "--quiet", "-r", root).out().lines().count());
    }

    @Test
    void afterTwoHyphensNoPrefixHasAMeaning() throws Exception {
        Path home = Files.copy(TestFiles.SAMPLES.resolve("lemon.png"), Path.of("@lemon-for-a-test.png"));
        try {
            CommandRun run = CommandRun.of("predict", "--", home, "http://example.org/cat.jpg");

            assertTrue(run.out().contains("prediction: lemon "), run.toString());
            assertEquals("wasm-classify: " + Path.of("http://example.org/cat.jpg") + ": no such file\n", run.err());
        } finally {
            Files.delete(home);
        }
    }

    @Test
    void aPictureWhoseNameBeginsLikeAListGetsAHint() throws Exception {
        Path picture = Files.copy(TestFiles.SAMPLES.resolve("lemon.png"), Path.of("@lemon-for-a-test.png"));
        try {
            assertEquals(
                    "wasm-classify: list `lemon-for-a-test.png`: no such file; for a file of this name, write "
                            + "./@lemon-for-a-test.png\n",
                    CommandRun.of("predict", picture).err());
            Path lemon = TestFiles.SAMPLES.resolve("lemon.png");
            assertEquals(
                    "wasm-classify: list `" + lemon + "`: it is a picture; leave out the @\n",
                    CommandRun.of("predict", "@" + lemon).err());
        } finally {
            Files.delete(picture);
        }
    }
}
