package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.testing.TestFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A picture, something else, and another picture. */
abstract class ThreeFiles {
    @TempDir
    Path folder;

    Path lemon;
    Path text;
    Path pizza;

    @BeforeEach
    void makePictures() throws Exception {
        lemon = Files.copy(TestFiles.SAMPLES.resolve("lemon.png"), folder.resolve("a \"lemon\", yellow.png"));
        text = Files.writeString(folder.resolve("text.png"), "no picture");
        pizza = Files.copy(TestFiles.SAMPLES.resolve("pizza.jpg"), folder.resolve("p\u00efzza.jpg"));
    }

    CommandRun predict(Object... options) {
        return CommandRun.of(
                Stream.concat(Stream.of(options), Stream.of(lemon, text, pizza)).toArray());
    }
}
