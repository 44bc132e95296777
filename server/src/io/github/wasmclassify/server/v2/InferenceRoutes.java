package io.github.wasmclassify.server.v2;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.wasmclassify.classify.Classification;
import io.github.wasmclassify.classify.Selection;
import io.github.wasmclassify.server.http.Answer;
import io.github.wasmclassify.server.http.Call;
import io.github.wasmclassify.server.http.Problem;
import io.github.wasmclassify.server.http.Route;
import io.github.wasmclassify.server.models.ServedModel;
import io.github.wasmclassify.server.models.ServedModels;
import io.github.wasmclassify.server.models.WorkQueue;
import io.github.wasmclassify.server.v2.InferRequest.RequestedOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The Open Inference Protocol, version 2, as REST (github.com/kserve/open-inference-protocol). */
public final class InferenceRoutes {
    /** Of each model: there are no others. */
    private static final String VERSION = "1";

    private final ServedModels models;
    private final WorkQueue queue;
    private final String serverVersion;

    public InferenceRoutes(ServedModels models, WorkQueue queue, String serverVersion) {
        this.models = models;
        this.queue = queue;
        this.serverVersion = serverVersion;
    }

    public List<Route> routes() {
        List<Route> routes = new ArrayList<>(List.of(
                Route.get("/v2", call -> server()),
                Route.openGet("/v2/health/live", call -> flag("live")),
                Route.openGet("/v2/health/ready", call -> flag("ready"))));
        for (String model : List.of("/v2/models/{name}", "/v2/models/{name}/versions/{version}")) {
            routes.add(Route.get(model, this::metadata));
            routes.add(Route.get(model + "/ready", this::ready));
            routes.add(Route.post(model + "/infer", this::infer));
        }
        return routes;
    }

    private Answer server() {
        JsonObject root = new JsonObject();
        root.addProperty("name", "wasm-classify");
        root.addProperty("version", serverVersion);
        root.add("extensions", array(List.of("binary_tensor_data", "classification")));
        return Answer.json(root.toString());
    }

    private static Answer flag(String name) {
        JsonObject root = new JsonObject();
        root.addProperty(name, true);
        return Answer.json(root.toString());
    }

    private ServedModel model(Call call) {
        ServedModel model = models.of(call);
        if (!call.variable("version").orElse(VERSION).equals(VERSION)) {
            throw new Problem(404, "unknown-model", "each model has version " + VERSION + " only");
        }
        return model;
    }

    private Answer ready(Call call) {
        JsonObject root = new JsonObject();
        root.addProperty("name", model(call).name());
        root.addProperty("ready", true);
        return Answer.json(root.toString());
    }

    private Answer metadata(Call call) {
        ServedModel model = model(call);
        InputWorks works = new InputWorks(model.description().input());
        JsonObject root = new JsonObject();
        root.addProperty("name", model.name());
        root.add("versions", array(List.of(VERSION)));
        root.addProperty("platform", "wasm-classify");
        root.add("inputs", tensor("input", Datatype.FP32, works.shape()));
        root.add(
                "outputs",
                tensor(
                        outputName(model),
                        Datatype.FP32,
                        List.of(-1, model.labels().size())));
        return Answer.json(root.toString());
    }

    private static JsonArray tensor(String name, Datatype datatype, List<Integer> shape) {
        JsonObject tensor = new JsonObject();
        tensor.addProperty("name", name);
        tensor.addProperty("datatype", datatype.name());
        JsonArray sizes = new JsonArray();
        shape.forEach(sizes::add);
        tensor.add("shape", sizes);
        JsonArray one = new JsonArray();
        one.add(tensor);
        return one;
    }

    private static JsonArray array(List<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }

    private static String outputName(ServedModel model) {
        return model.description().output().name();
    }

    private CompletableFuture<Answer> infer(Call call) {
        ServedModel model = model(call);
        InferRequest request = InferRequestReader.read(call.body(), call.header(InferResponse.JSON_LENGTH));
        List<RequestedOutput> outputs = outputs(request, model);
        Selection selection = selection(outputs);
        List<CompletableFuture<Classification>> pending = queue.submit(
                model, new InputWorks(model.description().input()).of(request.input()), selection, call.deadline());
        return CompletableFuture.allOf(pending.toArray(CompletableFuture<?>[]::new))
                .thenApply(all -> new InferResponse(
                                model,
                                call.variable("version"),
                                pending.stream().map(CompletableFuture::join).toList())
                        .answer(request.id(), outputs));
    }

    private static List<RequestedOutput> outputs(InferRequest request, ServedModel model) {
        String name = outputName(model);
        if (request.outputs().isEmpty()) {
            return List.of(new RequestedOutput(name, 0, request.isBinary()));
        }
        for (RequestedOutput output : request.outputs()) {
            if (!output.name().equals(name)) {
                throw Problem.badRequest("the model has one output, which is named `" + name + "`");
            }
        }
        return request.outputs();
    }

    /** As many classes as the outputs need. */
    private static Selection selection(List<RequestedOutput> outputs) {
        boolean needsAll = outputs.stream().anyMatch(output -> output.classes() == 0);
        return needsAll
                ? Selection.ALL
                : new Selection(
                        outputs.stream()
                                .mapToInt(RequestedOutput::classes)
                                .max()
                                .orElse(1),
                        0);
    }
}
