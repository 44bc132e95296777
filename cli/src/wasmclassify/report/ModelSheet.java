package wasmclassify.report;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import wasmclassify.model.card.ModelCard;

/** All that is known of a model, a fact each line with who says so. */
public final class ModelSheet {
    private static final int KEY_WIDTH = 12;

    private final StringBuilder lines = new StringBuilder();

    public ModelSheet(String name, ModelCard card) {
        add("name", name);
        card.facts().forEach((field, fact) -> add(field.key(), fact.value() + "  (" + fact.origin() + ")"));
    }

    /** @param description the guest's, as {@code wasm/src/describe.rs} writes it */
    public ModelSheet withNetwork(String description) {
        JsonObject root = JsonParser.parseString(description).getAsJsonObject();
        String ops = root.getAsJsonObject("ops").entrySet().stream()
                .map(op -> op.getValue().getAsString() + " " + op.getKey())
                .collect(Collectors.joining(", "));
        add("operations", ops);
        add("macs", String.format(Locale.ROOT, "%.1f million multiplications for a picture", root.get("macs").getAsLong() / 1e6));
        add("memory", ByteCount.text(root.get("weightBytes").getAsLong()) + " of weights, "
                + ByteCount.text(root.get("arenaBytes").getAsLong()) + " for a picture's way through the network");
        return this;
    }

    public ModelSheet withFile(Optional<Path> file) {
        file.ifPresent(path -> add("file", path.toString()));
        return this;
    }

    private void add(String key, String value) {
        lines.append(key).append(" ".repeat(KEY_WIDTH - key.length())).append(value).append(System.lineSeparator());
    }

    @Override
    public String toString() {
        return lines.toString();
    }
}
