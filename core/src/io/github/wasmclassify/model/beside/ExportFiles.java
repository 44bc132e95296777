package io.github.wasmclassify.model.beside;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.ModelCard;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The files that an exporter left beside a model. A file that cannot be read is ignored, with a note for the user. */
final class ExportFiles {
    /** In bytes: configurations of models with 20,000 classes take 2 million. */
    private static final int LARGEST = 16 << 20;

    private final ModelFolder folder;
    private final Consumer<String> notes;

    ExportFiles(ModelFolder folder, Consumer<String> notes) {
        this.folder = folder;
        this.notes = notes;
    }

    /** Empty if there is no such file, or if it is damaged. */
    Optional<JsonObject> json(String name) {
        try {
            return text(name)
                    .map(JsonParser::parseString)
                    .map(tree -> tree.isJsonObject() ? tree.getAsJsonObject() : new JsonObject());
        } catch (JsonParseException e) {
            note(name, "is not JSON and is ignored");
            return Optional.empty();
        }
    }

    /** Empty if there is no such file, or if it cannot be read. */
    Optional<String> text(String name) {
        try {
            return folder.read(name, LARGEST).map(content -> new String(content, StandardCharsets.UTF_8));
        } catch (IOException e) {
            note(name, "is ignored: " + e.getMessage());
            return Optional.empty();
        }
    }

    void note(String name, String what) {
        notes.accept("`" + folder.title(name) + "` " + what);
    }

    /** The card with one more field, unless the value has no form that it could have. */
    ModelCard with(ModelCard card, CardField field, String value, String file) {
        if (field.problem(value).isPresent()) {
            note(file, "has an invalid `" + field.key() + "`, which is ignored");
            return card;
        }
        return card.with(field, value, file);
    }

    /** A pixel p becomes (p * factor - mean) / std. */
    ModelCard withNormalisation(ModelCard card, double factor, double[] mean, double[] std, String file) {
        ModelCard withMean = with(
                card,
                CardField.MEAN,
                list(Arrays.stream(mean).map(value -> value / factor).toArray()),
                file);
        return with(
                withMean,
                CardField.STD,
                list(Arrays.stream(std).map(value -> value / factor).toArray()),
                file);
    }

    /**
     * Of the largest part in the middle that has the input's shape, the central part.
     *
     * @param fraction of each side of it
     */
    ModelCard withCenter(ModelCard card, double fraction, String file) {
        return with(card, CardField.CROP, fraction >= 1 ? "center" : "center:" + number(fraction), file);
    }

    private static String list(double[] values) {
        return Arrays.stream(values).mapToObj(ExportFiles::number).collect(Collectors.joining(","));
    }

    private static String number(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(value, new MathContext(6)).stripTrailingZeros().toPlainString()
                : "none";
    }
}
