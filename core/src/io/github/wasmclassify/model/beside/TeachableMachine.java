package io.github.wasmclassify.model.beside;

import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.ModelCard;
import java.util.List;
import java.util.Optional;

/**
 * Teachable Machine, recognised by its {@code metadata.json}, or by the names of its models with a numbered
 * {@code labels.txt} beside them. It crops the centre of each picture, and so does the sample code that it exports.
 */
final class TeachableMachine implements Exporter {
    private static final String LABELS = "labels.txt";
    private static final String METADATA = "metadata.json";
    private static final String MODEL = "(keras_)?model(_unquant|_edgetpu)?\\.(tflite|onnx|pb)";

    @Override
    public Optional<ModelCard> read(ExportFiles files, String model) {
        if (files.json(METADATA).filter(metadata -> metadata.has("tmVersion")).isPresent()) {
            return Optional.of(card(METADATA));
        }
        return model.matches(MODEL)
                        && files.text(LABELS)
                                .filter(TeachableMachine::isNumbered)
                                .isPresent()
                ? Optional.of(card("Teachable Machine's " + LABELS))
                : Optional.empty();
    }

    private static ModelCard card(String origin) {
        return ModelCard.EMPTY.with(CardField.INPUT_RANGE, "-1..1", origin).with(CardField.CROP, "center", origin);
    }

    /** As in {@code 0 cat}, {@code 1 dog}. */
    private static boolean isNumbered(String labels) {
        List<String> lines = labels.strip().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).startsWith(i + " ")) {
                return false;
            }
        }
        return !lines.isEmpty();
    }
}
