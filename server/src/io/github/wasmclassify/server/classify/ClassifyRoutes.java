package io.github.wasmclassify.server.classify;

import com.google.gson.stream.JsonWriter;
import io.github.wasmclassify.classify.Classification;
import io.github.wasmclassify.classify.Selection;
import io.github.wasmclassify.result.RunFacts;
import io.github.wasmclassify.server.http.Answer;
import io.github.wasmclassify.server.http.Call;
import io.github.wasmclassify.server.http.Route;
import io.github.wasmclassify.server.models.ServedModel;
import io.github.wasmclassify.server.models.ServedModels;
import io.github.wasmclassify.server.models.Work;
import io.github.wasmclassify.server.models.WorkQueue;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Classifies the pictures that a request brings. */
public final class ClassifyRoutes {
    private final ServedModels models;
    private final WorkQueue queue;

    public ClassifyRoutes(ServedModels models, WorkQueue queue) {
        this.models = models;
        this.queue = queue;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/classify", this::classify),
                Route.post("/models/{name}/classify", this::classify),
                Route.post("/predictions/{name}", this::classify)); // as DJL Serving has it
    }

    private CompletableFuture<Answer> classify(Call call) {
        ServedModel model = models.of(call);
        Selection selection = Selections.of(call);
        boolean asText = call.prefers("text/plain");
        List<SentPicture> pictures = SentPictures.of(call);
        List<Work> works =
                pictures.stream().map(picture -> Work.picture(picture.file())).toList();
        List<CompletableFuture<Classification>> pending = queue.submit(model, works, selection, call.deadline());
        if (pending.size() == 1) { // what it fails with is what the request fails with
            String name = pictures.get(0).name();
            return pending.get(0)
                    .thenApply(done -> one(new Result(name, done, null), model.facts(), selection.threshold(), asText));
        }
        List<CompletableFuture<Result>> results = IntStream.range(0, pending.size())
                .mapToObj(i -> pending.get(i)
                        .handle((done, failure) -> new Result(pictures.get(i).name(), done, failure)))
                .toList();
        return CompletableFuture.allOf(results.toArray(CompletableFuture<?>[]::new))
                .thenApply(all -> several(
                        results.stream().map(CompletableFuture::join).toList(),
                        model.facts(),
                        selection.threshold(),
                        asText));
    }

    private static Answer one(Result result, RunFacts facts, double threshold, boolean asText) {
        return asText
                ? Answer.text(result.line(threshold) + "\n")
                : Answer.json(json(json -> write(json, result, facts, threshold)));
    }

    private static Answer several(List<Result> results, RunFacts facts, double threshold, boolean asText) {
        if (asText) {
            return Answer.text(results.stream()
                    .map(result -> result.line(threshold) + "\n")
                    .collect(Collectors.joining()));
        }
        return Answer.json(json(json -> {
            json.beginArray();
            for (Result result : results) {
                write(json, result, facts, threshold);
            }
            json.endArray();
        }));
    }

    private static void write(JsonWriter json, Result result, RunFacts facts, double threshold) throws IOException {
        json.beginObject();
        result.write(json, facts, threshold);
        json.endObject();
    }

    private interface Content {
        void write(JsonWriter json) throws IOException;
    }

    private static String json(Content content) {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.setHtmlSafe(false);
            content.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter throws none
        }
        return text + "\n";
    }
}
