package wasmclassify.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import wasmclassify.error.ModelException;
import wasmclassify.model.card.CardField;
import wasmclassify.model.card.CardJson;
import wasmclassify.model.card.ModelCard;

/** The card in a file beside a model: {@code birds.json} for {@code birds.tflite}, else {@code MODEL.json} for all of a folder. */
final class CardFile {
    private static final int LARGEST_FILE = 1 << 20;

    private CardFile() {}

    /**
     * An empty card if there is no such file.
     *
     * @throws ModelException if it cannot be understood
     */
    static ModelCard beside(ModelFile model) {
        String stem = model.name().replaceFirst("\\.[^.]*$", "");
        for (String name : List.of(stem + ".json", "MODEL.json")) {
            Optional<ModelCard> card = read(model, name);
            if (card.isPresent()) {
                return card.get();
            }
        }
        return ModelCard.EMPTY;
    }

    private static Optional<ModelCard> read(ModelFile model, String name) {
        try {
            return model.folder().read(name, LARGEST_FILE)
                    .map(json -> CardJson.parse(new String(json, StandardCharsets.UTF_8), name))
                    .map(card -> withLabels(card, model, name));
        } catch (IOException | IllegalArgumentException e) {
            throw new ModelException("model card `" + model.folder().title(name) + "`: " + e.getMessage(), e);
        }
    }

    /** The card with its label file as it is found from here. */
    private static ModelCard withLabels(ModelCard card, ModelFile model, String origin) {
        return card.text(CardField.LABELS)
                .filter(labels -> !LabelSource.isBundled(labels))
                .map(labels -> card.with(CardField.LABELS, model.path().toAbsolutePath().resolveSibling(labels).toString(), origin))
                .orElse(card);
    }
}
