package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.wasmclassify.testing.TestFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A contact sheet of six files, one of which is no picture.
 *
 * @param run of the command that made it
 */
record SamplePage(Path file, CommandRun run) {
    /** Breaks out of elements, attributes, scripts, addresses and templates, if anything does. */
    static final String HOSTILE =
            "\"'><img src=x onerror=document.title='owned'><script>document.title='owned'</script>{{{x}}}&amp;%41#?";

    /** The name of a file that is as hostile as a file's name can be. */
    static final String HOSTILE_FILE = "z" + HOSTILE.replace("/", "\u2215") + ".jpg";

    static final String LIGHTHOUSE = "beacon";
    private static final int ORANGE = 186;

    /** @param folder takes the pictures and the page */
    static SamplePage make(Path folder) throws Exception {
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        for (String sample : List.of("espresso.jpg", "lemon.png", "lighthouse.jpg", "lighthouse-fog.jpg")) {
            Files.copy(TestFiles.SAMPLES.resolve(sample), pictures.resolve(sample));
        }
        Files.copy(TestFiles.SAMPLES.resolve("orange.jpg"), pictures.resolve(HOSTILE_FILE));
        Files.writeString(pictures.resolve("no picture.png"), "<b>");
        List<String> labels = Files.readAllLines(TestFiles.ROOT.resolve("labels/pocket.txt"));
        labels.set(ORANGE, HOSTILE);
        Path labelFile = Files.write(folder.resolve("labels.txt"), labels);
        Path page = folder.resolve("report.html");
        return new SamplePage(
                page,
                CommandRun.of("predict", "--quiet", "--top", 3, "--labels", labelFile, "--report", page, pictures));
    }

    /**
     * Makes a sheet of one picture, in a directory among the pictures, twice.
     *
     * @return the directory
     */
    static Path inDirectory(Path folder) throws Exception {
        Path pictures = Files.createDirectory(folder.resolve("archive"));
        Files.copy(TestFiles.SAMPLES.resolve("lemon.png"), pictures.resolve("lemon.png"));
        Path directory = pictures.resolve("report");
        Path model = Files.copy(TestFiles.ROOT.resolve("models/pocket.pb"), folder.resolve("fruit.pb"));
        Object[] command = {
            "predict",
            "--recursive",
            "--line",
            "--threshold",
            "0.99",
            "--model",
            model,
            "--labels",
            "pocket",
            "--report",
            directory + "/",
            pictures
        };

        assertEquals(0, CommandRun.of(command).exitCode());
        assertEquals(1, CommandRun.of(command).out().lines().count(), "thumbnails are not classified");
        return directory;
    }
}
