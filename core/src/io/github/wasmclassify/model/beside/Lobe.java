package io.github.wasmclassify.model.beside;

import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.ModelCard;
import java.util.Optional;

/** Lobe's {@code signature.json}. It says nothing about preprocessing, but all of Lobe's models need the same. */
final class Lobe implements Exporter {
    private static final String FILE = "signature.json";

    @Override
    public Optional<ModelCard> read(ExportFiles files, String model) {
        return files.json(FILE)
                .filter(signature -> JsonFields.object(signature, "classes")
                        .filter(classes -> classes.has("Label"))
                        .isPresent())
                .map(signature -> ModelCard.EMPTY
                        .with(CardField.INPUT_RANGE, "0..1", FILE)
                        .with(CardField.CROP, "center", FILE));
    }
}
