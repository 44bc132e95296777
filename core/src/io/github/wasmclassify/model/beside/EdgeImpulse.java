package io.github.wasmclassify.model.beside;

import com.google.gson.JsonObject;
import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.ModelCard;
import io.github.wasmclassify.model.labels.LabelFile;
import io.github.wasmclassify.model.labels.LabelFormatException;
import io.github.wasmclassify.model.labels.NamedClasses;
import io.github.wasmclassify.model.labels.NamesInTree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Edge Impulse's model parameters: the headers of its libraries, {@code model-parameters/model_metadata.h} and
 * {@code model_variables.h}, or the same as JSON. Its image block divides pixels by 255.
 */
final class EdgeImpulse implements Exporter {
    private static final List<String> JSON = List.of("model-parameters.json", "model_parameters.json");
    private static final List<String> FOLDERS = List.of("model-parameters/", "");
    private static final Pattern RESIZE_MODE =
            Pattern.compile("(?m)^#define\\s+EI_CLASSIFIER_RESIZE_MODE\\s+EI_CLASSIFIER_RESIZE_(\\w+)");
    private static final Pattern LABELS =
            Pattern.compile("ei_classifier_inferencing_categories\\w*\\[[^\\]]*\\]\\s*=\\s*\\{([^}]*)\\}");
    private static final Map<String, String> CROPS = Map.of("fit-shortest", "center", "squash", "squash");

    @Override
    public Optional<ModelCard> read(ExportFiles files, String model) {
        return JSON.stream()
                .flatMap(name -> ofJson(files, name).stream())
                .findFirst()
                .or(() -> FOLDERS.stream()
                        .flatMap(folder -> ofHeader(files, folder + "model_metadata.h").stream())
                        .findFirst());
    }

    private static Optional<ModelCard> ofJson(ExportFiles files, String name) {
        return files.json(name)
                .map(EdgeImpulse::parameters)
                .flatMap(parameters -> JsonFields.text(parameters, "image_resize_mode"))
                .map(mode -> card(files, mode, name));
    }

    private static Optional<ModelCard> ofHeader(ExportFiles files, String name) {
        return files.text(name)
                .map(RESIZE_MODE::matcher)
                .filter(Matcher::find)
                .map(mode -> card(files, mode.group(1).toLowerCase(Locale.ROOT).replace('_', '-'), name));
    }

    private static JsonObject parameters(JsonObject json) {
        return JsonFields.object(json, "model_parameters").orElse(json);
    }

    private static ModelCard card(ExportFiles files, String mode, String file) {
        ModelCard card = ModelCard.EMPTY.with(CardField.INPUT_RANGE, "0..1", file);
        if (mode.equals("fit-longest")) {
            files.note(file, "expects pictures with a border, which is not supported; they are squashed");
        }
        return CROPS.containsKey(mode) ? card.with(CardField.CROP, CROPS.get(mode), file) : card;
    }

    /** The names of its classes, if its files are there. */
    static Optional<NamedClasses> labels(ModelFolder folder) {
        ExportFiles files = new ExportFiles(folder, note -> {});
        return Stream.concat(
                        JSON.stream()
                                .flatMap(name -> files.json(name).stream())
                                .flatMap(json -> NamesInTree.find(parameters(json)).stream()),
                        FOLDERS.stream().flatMap(path -> labels(files, path + "model_variables.h").stream()))
                .findFirst();
    }

    private static Optional<NamedClasses> labels(ExportFiles files, String name) {
        try {
            return files.text(name)
                    .map(LABELS::matcher)
                    .filter(Matcher::find)
                    .map(array -> LabelFile.parse(("[" + array.group(1) + "]").getBytes(StandardCharsets.UTF_8), name));
        } catch (LabelFormatException e) {
            return Optional.empty();
        }
    }
}
