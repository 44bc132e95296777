package io.github.wasmclassify.cli.serve;

import io.github.wasmclassify.model.ModelName;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A model with the name that requests use.
 *
 * @param model a name of the catalogue, or a file
 */
public record NamedModel(String name, String model) {
    /**
     * Reads all models of a command line.
     *
     * @throws IllegalArgumentException if a file's name is no name for a model, or two have the same name
     */
    public static List<NamedModel> all(List<String> texts) {
        List<NamedModel> models = texts.stream().map(NamedModel::of).toList();
        Set<String> names = new HashSet<>();
        for (NamedModel model : models) {
            if (!names.add(model.name())) {
                throw new IllegalArgumentException("two models are named `" + model.name()
                        + "`; name one otherwise, as in --model NAME=" + model.model());
            }
        }
        return models;
    }

    /**
     * Reads {@code NAME=MODEL} or {@code MODEL}, which is then named after its file.
     *
     * @throws IllegalArgumentException if a file's name is no name for a model
     */
    static NamedModel of(String text) {
        int sign = text.indexOf('=');
        if (sign > 0 && ModelName.isOne(text.substring(0, sign))) {
            return new NamedModel(text.substring(0, sign), text.substring(sign + 1));
        }
        String name = ModelName.isOne(text) ? text : ModelName.ofFile(Path.of(text));
        if (!ModelName.isOne(name)) {
            throw new IllegalArgumentException("`" + text + "` needs a name for requests, as in --model birds=" + text);
        }
        return new NamedModel(name, text);
    }
}
