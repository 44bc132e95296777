package io.github.wasmclassify.training.head;

import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.file.Content;
import io.github.wasmclassify.model.Model;
import io.github.wasmclassify.model.card.ModelDescription;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The model whose features a head is for.
 *
 * @param model its file, and the files beside it
 * @param description of it when it computes features
 */
public record BaseModel(Model model, ModelDescription description) {
    /** The property that tells the guest how to prepare pictures; it is the same in all formats. */
    static final String PREPROCESSING = "wasm_classify.preprocessing";
    /** The property with the classes in formats that have no other place for them. */
    static final String LABELS = "wasm_classify.labels";

    /** The name in the file of what makes the features. */
    String features() {
        return description.output().name();
    }

    /** How pictures were prepared when the features were computed, in the guest's terms. */
    String preprocessing() {
        ModelDescription.Input input = description.input();
        List<String> mean = new ArrayList<>();
        List<String> std = new ArrayList<>();
        for (int channel = 0; channel < input.scale().size(); channel++) {
            double scale = input.scale().get(channel);
            mean.add(text(0 - input.offset().get(channel) / scale));
            std.add(text(1 / scale));
        }
        String lines = "mean=" + String.join(",", mean) + "\nstd=" + String.join(",", std) + "\nchannels="
                + input.channels() + "\ncrop=" + input.crop() + "\n";
        return lines + input.resize().map(filter -> "resize=" + filter + "\n").orElse("");
    }

    /** To the digits that a 32-bit float is sure to have, so that 127.5 is not 127.49999. */
    private static String text(double value) {
        return new BigDecimal(value, new MathContext(6)).stripTrailingZeros().toPlainString();
    }

    /** Of a file beside the model that holds weights. */
    byte[] external(String location) {
        Content content = model.contentBeside(location)
                .orElseThrow(() -> failure("its weights in `" + location + "` are not beside it", null));
        byte[] bytes = new byte[content.size()];
        content.readInto(bytes, 0);
        return bytes;
    }

    ModelException failure(String problem, Throwable cause) {
        return ModelException.of(model.name(), "model `" + model.name() + "`: " + problem, null, cause);
    }

    /** Labels as a JSON array, which is a Python list too. */
    static String json(List<String> labels) {
        return labels.stream().map(BaseModel::quoted).collect(Collectors.joining(",", "[", "]"));
    }

    static String quoted(String label) {
        StringBuilder json = new StringBuilder("\"");
        label.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", c));
            } else {
                json.append((char) c);
            }
        });
        return json.append('"').toString();
    }
}
