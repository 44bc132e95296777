package io.github.wasmclassify.model;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.file.FileBytes;
import io.github.wasmclassify.model.card.CardJson;
import io.github.wasmclassify.model.card.ModelCard;
import io.github.wasmclassify.text.EditDistance;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Models that are known by name: from the project's own {@code models/catalogue.json}, overridden by the user's
 * {@code catalogue.json}, which has the same form: {@code {"models": [{"name": "birds", "source": "https://...",
 * "digest": "sha256:...", ...}]}}.
 *
 * @param cards by name, in the order of the files
 */
public record Catalogue(Map<String, ModelCard> cards) {
    private static final int LARGEST_FILE = 4 << 20;

    /** The project's own. */
    public static Catalogue bundled() {
        try (InputStream in = Catalogue.class.getResourceAsStream("catalogue.json")) {
            return new Catalogue(parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), "catalogue"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The project's own entry for one model. The entries after it are not read, because a cold JVM is slow at that. */
    static Optional<ModelCard> bundledCard(String name) {
        try (JsonReader reader = new JsonReader(
                new InputStreamReader(Catalogue.class.getResourceAsStream("catalogue.json"), StandardCharsets.UTF_8))) {
            reader.beginObject();
            String models = reader.nextName(); // the only one
            assert models.equals("models");
            reader.beginArray();
            while (reader.hasNext()) {
                JsonObject entry = JsonParser.parseReader(reader).getAsJsonObject();
                if (entry.remove("name").getAsString().equals(name)) {
                    return Optional.of(readCard(name, entry, "catalogue"));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The user's own; empty if there is no such file.
     *
     * @throws ModelException if it is invalid
     */
    static Catalogue ofUser(Path file) {
        if (!Files.exists(file)) {
            return new Catalogue(Map.of());
        }
        try {
            return new Catalogue(
                    parse(new String(FileBytes.read(file, LARGEST_FILE), StandardCharsets.UTF_8), "catalogue " + file));
        } catch (IOException | IllegalArgumentException e) {
            throw new ModelException("catalogue `" + file + "`: " + e.getMessage(), e);
        }
    }

    private static Map<String, ModelCard> parse(String json, String origin) {
        Map<String, ModelCard> cards = new LinkedHashMap<>();
        try {
            for (JsonElement element :
                    JsonParser.parseString(json).getAsJsonObject().getAsJsonArray("models")) {
                JsonObject entry = element.getAsJsonObject();
                String name = ModelName.check(entry.remove("name").getAsString());
                cards.put(name, readCard(name, entry, origin));
            }
        } catch (JsonParseException
                | IllegalStateException
                | NullPointerException
                | ClassCastException
                | UnsupportedOperationException e) {
            throw new IllegalArgumentException("expected {\"models\": [{\"name\": ..., ...}]}", e);
        }
        return cards;
    }

    private static ModelCard readCard(String name, JsonObject entry, String origin) {
        try {
            return CardJson.read(entry, origin);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("model `" + name + "`: " + e.getMessage(), e);
        }
    }

    public Optional<ModelCard> find(String name) {
        return Optional.ofNullable(cards.get(name));
    }

    /** This catalogue, and below it the models of {@code lower} that have other names. */
    Catalogue over(Catalogue lower) {
        Map<String, ModelCard> all = new LinkedHashMap<>(lower.cards);
        all.putAll(cards);
        return new Catalogue(all);
    }

    /** The known model whose name is most like an unknown name. */
    public Optional<String> nearest(String name) {
        return EditDistance.nearest(name, cards.keySet());
    }

    public Catalogue with(String name, ModelCard card) {
        Map<String, ModelCard> more = new LinkedHashMap<>(cards);
        more.put(name, card);
        return new Catalogue(more);
    }

    public Catalogue without(String name) {
        Map<String, ModelCard> fewer = new LinkedHashMap<>(cards);
        fewer.remove(name);
        return new Catalogue(fewer);
    }

    /** As {@link #ofUser} reads it. */
    String toJson() {
        JsonArray models = new JsonArray();
        cards.forEach((name, card) -> {
            JsonObject entry = new JsonObject();
            entry.addProperty("name", name);
            CardJson.write(card).entrySet().forEach(field -> entry.add(field.getKey(), field.getValue()));
            models.add(entry);
        });
        JsonObject root = new JsonObject();
        root.add("models", models);
        return new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(root) + "\n";
    }
}
