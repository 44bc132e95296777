package io.github.wasmclassify.server.models;

import io.github.wasmclassify.server.http.Call;
import io.github.wasmclassify.server.http.Problem;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** All models of a server. The first one answers requests that name none. */
public final class ServedModels {
    private final Map<String, ServedModel> models = new LinkedHashMap<>();

    /**
     * @param models at least one
     * @throws IllegalArgumentException if two have the same name
     */
    public ServedModels(List<ServedModel> models) {
        for (ServedModel model : models) {
            if (this.models.put(model.name(), model) != null) {
                throw new IllegalArgumentException("two models are named `" + model.name() + "`");
            }
        }
    }

    public Collection<ServedModel> all() {
        return models.values();
    }

    /** The one for requests that name none. */
    public ServedModel first() {
        return models.values().iterator().next();
    }

    /**
     * The model that a request's path names, or the first one.
     *
     * @throws Problem 404 if there is none of this name
     */
    public ServedModel of(Call call) {
        ServedModel model = call.variable("name").map(this::named).orElseGet(this::first);
        call.isAbout(model.name());
        return model;
    }

    private ServedModel named(String name) {
        ServedModel model = models.get(name);
        if (model == null) {
            throw new Problem(
                    404, "unknown-model", "no model of this name is served; GET /models lists those that are");
        }
        return model;
    }

    /** A number of each model by its name. */
    public Map<String, Double> measure(ToDoubleFunction<ServedModel> number) {
        Map<String, Double> numbers = new TreeMap<>();
        models.values().forEach(model -> numbers.put(model.name(), number.applyAsDouble(model)));
        return numbers;
    }
}
