package wasmclassify.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import wasmclassify.error.ModelException;
import wasmclassify.file.FileBytes;
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
    static ModelCard beside(Path model) {
        String stem = model.getFileName().toString().replaceFirst("\\.[^.]*$", "");
        for (Path file : List.of(model.resolveSibling(stem + ".json"), model.resolveSibling("MODEL.json"))) {
            if (Files.isRegularFile(file)) {
                return read(file);
            }
        }
        return ModelCard.EMPTY;
    }

    private static ModelCard read(Path file) {
        try {
            String origin = file.getFileName().toString();
            ModelCard card = CardJson.parse(new String(FileBytes.read(file, LARGEST_FILE), StandardCharsets.UTF_8), origin);
            return card.text(CardField.LABELS)
                    .filter(labels -> !LabelSource.isBundled(labels))
                    .map(labels -> card.with(CardField.LABELS, file.resolveSibling(labels).toString(), origin))
                    .orElse(card);
        } catch (IOException | IllegalArgumentException e) {
            throw new ModelException("model card `" + file + "`: " + e.getMessage(), e);
        }
    }
}
