package io.github.wasmclassify.model.beside;

import io.github.wasmclassify.model.card.ModelCard;
import java.util.List;
import java.util.Optional;

/** A tool that leaves files beside the models it makes, in which it says how pictures are prepared. */
interface Exporter {
    /** Those that are known; the first that knows its files says how pictures are prepared. */
    List<Exporter> ALL = List.of(
            new HuggingFace(), new Timm(), new Lobe(), new CustomVision(), new TeachableMachine(), new EdgeImpulse());

    /**
     * What its files say, as far as a card can say it, with the name of the file; empty if there are none of its files.
     *
     * @param model the name of the model's file in the folder
     */
    Optional<ModelCard> read(ExportFiles files, String model);
}
