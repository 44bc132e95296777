package io.github.wasmclassify.model.beside;

import io.github.wasmclassify.model.card.ModelCard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How pictures are prepared, according to files beside a model.
 *
 * @param card empty if there are no such files
 * @param notes for the user: damaged files, and settings that are not supported
 */
public record PreparationBeside(ModelCard card, List<String> notes) {
    public static final PreparationBeside NOTHING = new PreparationBeside(ModelCard.EMPTY, List.of());

    /** @param model the name of its file in the folder */
    public static PreparationBeside find(ModelFolder folder, String model) {
        List<String> notes = new ArrayList<>();
        ExportFiles files = new ExportFiles(folder, notes::add);
        for (Exporter exporter : Exporter.ALL) {
            Optional<ModelCard> card = exporter.read(files, model);
            if (card.isPresent()) {
                return new PreparationBeside(card.get(), List.copyOf(notes));
            }
        }
        return new PreparationBeside(ModelCard.EMPTY, List.copyOf(notes));
    }
}
