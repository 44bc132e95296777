package io.github.wasmclassify.cli.sort;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.Locale;

/**
 * One action on one picture, stored as a JSON object per line.
 *
 * @param from where the picture was, absolute
 * @param to where it was filed, relative to the journal's folder
 */
record JournalEntry(State state, Filing filing, Path from, Path to) {
    private static final int VERSION = 1;

    /** An entry is written before the action and again after it. */
    enum State {
        BEGUN,
        DONE,
        FAILED
    }

    JournalEntry with(State next) {
        return new JournalEntry(next, filing, from, to);
    }

    String toLine() {
        JsonObject json = new JsonObject();
        json.addProperty("version", VERSION);
        json.addProperty("state", state.name().toLowerCase(Locale.ROOT));
        json.addProperty("action", filing.key());
        json.addProperty("from", from.toString());
        json.addProperty("to", to.toString());
        return json.toString();
    }

    /**
     * @throws IllegalArgumentException if it is not an entry, or leads out of the journal's folder; the message says
     *     which
     */
    static JournalEntry parse(String line) {
        try {
            JsonObject json = JsonParser.parseString(line).getAsJsonObject();
            if (json.get("version").getAsInt() != VERSION) {
                throw new IllegalArgumentException("has version " + json.get("version") + ", not " + VERSION);
            }
            Path from = Path.of(json.get("from").getAsString());
            Path to = Path.of(json.get("to").getAsString());
            if (!from.isAbsolute() || to.isAbsolute() || !to.equals(to.normalize()) || to.startsWith("..")) {
                throw new IllegalArgumentException("is outside the folder");
            }
            if (to.getNameCount() != 2) {
                throw new IllegalArgumentException("does not name a file in a folder inside it");
            }
            return new JournalEntry(
                    constant(State.class, json, "state"), constant(Filing.class, json, "action"), from, to);
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException | NullPointerException e) {
            throw new IllegalArgumentException("cannot be read", e);
        }
    }

    private static <E extends Enum<E>> E constant(Class<E> type, JsonObject json, String field) {
        return Enum.valueOf(type, json.get(field).getAsString().toUpperCase(Locale.ROOT));
    }
}
