package io.github.wasmclassify.cli.warmup;

import io.github.wasmclassify.model.Model;
import io.github.wasmclassify.model.card.ModelCard;
import io.github.wasmclassify.model.labels.Labels;
import io.github.wasmclassify.server.page.PageRoutes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Command lines that load the classes of an ordinary run, on the built-in model and on sample pictures. */
final class TrainingRuns {
    /** One of each format that most people have. */
    private static final List<String> PICTURES = List.of("orange.jpg", "lemon.png", "ladybug.gif", "jellyfish.webp");

    private static final int CLASSES = 200;

    private final Path scratch;
    private final Path pictures;
    private final Path model;

    /** @param scratch an empty folder for the samples */
    TrainingRuns(Path scratch) throws IOException {
        this.scratch = scratch;
        this.pictures = Files.createDirectory(scratch.resolve("pictures"));
        for (String name : PICTURES) {
            try (InputStream in = PageRoutes.class.getResourceAsStream("samples/" + name)) {
                Files.copy(in, pictures.resolve(name));
            }
        }
        Model builtIn = Model.find(Model.POCKET, ModelCard.EMPTY);
        model = Files.write(Files.createDirectory(scratch.resolve("model")).resolve("model.pb"), builtIn.read());
        Files.write(
                model.resolveSibling("labels.txt"),
                Labels.bundled(Model.POCKET, CLASSES).names());
    }

    Path scratch() {
        return scratch;
    }

    List<List<String>> commandLines() {
        List<List<String>> commandLines = new ArrayList<>();
        for (int i = 0; i < 2; i++) { // twice, because the second run loads the model from a snapshot
            commandLines.add(List.of(
                    "predict",
                    "--quiet",
                    "--model",
                    model.toString(), // with the labels beside it
                    pictures.resolve(PICTURES.get(0)).toString()));
            commandLines.add(List.of("predict", "--quiet", "--engine", "wasm", pictures.toString()));
            commandLines.add(List.of("predict", "--quiet", "--engine", "simd", pictures.toString()));
        }
        commandLines.add(List.of("--version"));
        commandLines.add(List.of("--help"));
        commandLines.add(List.of("help", "predict"));
        return commandLines;
    }

    /** Deletes a folder with all that is in it. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.deleteIfExists(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
