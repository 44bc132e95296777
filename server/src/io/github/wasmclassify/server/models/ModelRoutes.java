package io.github.wasmclassify.server.models;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.wasmclassify.model.Model;
import io.github.wasmclassify.model.card.CardJson;
import io.github.wasmclassify.server.http.Answer;
import io.github.wasmclassify.server.http.Body;
import io.github.wasmclassify.server.http.Call;
import io.github.wasmclassify.server.http.Route;
import io.github.wasmclassify.server.http.Stored;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Says which models there are, and gives their files to browsers that run them. */
public final class ModelRoutes {
    private static final String FILE = "application/octet-stream";

    private final ServedModels models;

    public ModelRoutes(ServedModels models) {
        this.models = models;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/models", call -> list()),
                Route.get("/models/{name}/labels", this::labels),
                Route.get("/models/{name}/file", this::file));
    }

    private Answer list() {
        JsonArray list = new JsonArray();
        for (ServedModel model : models.all()) {
            var input = model.description().input();
            JsonObject entry = new JsonObject();
            entry.addProperty("name", model.name());
            entry.addProperty("default", model.equals(models.first()));
            entry.addProperty("format", model.description().format());
            entry.addProperty("classes", model.labels().size());
            entry.addProperty("inputWidth", input.width());
            entry.addProperty("inputHeight", input.height());
            entry.addProperty("engine", model.pool().engine());
            entry.add(
                    "preprocessing", CardJson.writeForGuest(model.pool().model().card()));
            list.add(entry);
        }
        JsonObject root = new JsonObject();
        root.add("models", list);
        return Answer.json(root + "\n");
    }

    private Answer labels(Call call) {
        JsonArray labels = new JsonArray();
        models.of(call).labels().forEach(labels::add);
        return Answer.json(labels + "\n");
    }

    private Answer file(Call call) {
        Model model = models.of(call).source().get();
        Supplier<Body> content = () -> Body.of(model.uncheckedContent());
        return model.state()
                .map(state -> Stored.of(FILE, content, state).answer(call))
                .orElseGet(() -> new Answer(200, FILE, content.get(), Map.of()));
    }
}
