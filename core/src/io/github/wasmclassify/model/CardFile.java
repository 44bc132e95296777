package io.github.wasmclassify.model;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.CardJson;
import io.github.wasmclassify.model.card.ModelCard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The card in a file beside a model: {@code birds.json} for {@code birds.tflite}, else {@code MODEL.json} for all of a
 * folder. Other tools use such names too, so a file with fields that no card has is not a card and is ignored.
 *
 * @param card empty if there is none
 * @param note about a file that may have been meant as a card
 */
record CardFile(ModelCard card, Optional<String> note) {
    private static final Logger LOG = LoggerFactory.getLogger(CardFile.class);
    private static final int LARGEST_FILE = 1 << 20;

    /** @throws ModelException if it is a card with an invalid value */
    static CardFile beside(ModelFile model) {
        String stem = model.name().replaceFirst("\\.[^.]*$", "");
        Optional<String> note = Optional.empty();
        for (String name : List.of(stem + ".json", "MODEL.json")) {
            Optional<CardFile> file = read(model, name);
            if (file.isPresent() && !file.get().card.equals(ModelCard.EMPTY)) {
                return file.get();
            }
            note = note.isPresent() ? note : file.flatMap(CardFile::note);
        }
        return new CardFile(ModelCard.EMPTY, note);
    }

    private static Optional<CardFile> read(ModelFile model, String name) {
        String title = model.folder().title(name);
        try {
            return model.folder()
                    .read(name, LARGEST_FILE)
                    .map(content -> JsonParser.parseString(new String(content, StandardCharsets.UTF_8)))
                    .map(json -> json.isJsonObject()
                            ? of(json.getAsJsonObject(), model, name)
                            : noCard(title, Optional.empty()));
        } catch (IllegalArgumentException e) {
            throw new ModelException("model card `" + title + "`: " + e.getMessage(), e);
        } catch (IOException e) {
            return Optional.of(noCard(title, Optional.of("`" + title + "` is ignored: " + e.getMessage())));
        } catch (JsonParseException e) {
            return Optional.of(noCard(title, Optional.of("`" + title + "` is not JSON and is ignored")));
        }
    }

    private static CardFile of(JsonObject json, ModelFile model, String name) {
        List<String> strangers =
                json.keySet().stream().filter(key -> !CardField.isKey(key)).toList();
        if (strangers.isEmpty()) {
            return new CardFile(CardJson.read(json, name), Optional.empty());
        }
        String title = model.folder().title(name);
        boolean mayBeMeant = strangers.size() * 2 <= json.size();
        return noCard(
                title,
                mayBeMeant
                        ? Optional.of("`" + title + "` is not a model card and is ignored: unknown field `"
                                + strangers.get(0) + "`")
                        : Optional.empty());
    }

    private static CardFile noCard(String title, Optional<String> note) {
        LOG.debug("{} is no model card", title);
        return new CardFile(ModelCard.EMPTY, note);
    }
}
