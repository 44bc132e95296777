package io.github.wasmclassify.worker;

import com.google.gson.stream.JsonWriter;
import io.github.wasmclassify.classify.Classification;
import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.model.card.ModelCard;
import io.github.wasmclassify.result.ResultJson;
import io.github.wasmclassify.result.RunFacts;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * What a picture shows, or why it cannot be classified: one of both.
 *
 * @param path the picture's name
 * @param classification what it shows
 * @param failure why it cannot be classified
 * @param model the model's name
 * @param engine what computed it, such as {@code wasm}
 * @param card what is known about the model
 */
public record PictureResult(
        String path,
        Optional<Classification> classification,
        Optional<PictureException> failure,
        String model,
        String engine,
        ModelCard card) {
    static PictureResult of(String path, Classification classification, RunFacts facts) {
        return of(path, Optional.of(classification), Optional.empty(), facts);
    }

    static PictureResult of(String path, PictureException failure, RunFacts facts) {
        return of(path, Optional.empty(), Optional.of(failure), facts);
    }

    private static PictureResult of(
            String path, Optional<Classification> classification, Optional<PictureException> failure, RunFacts facts) {
        return new PictureResult(path, classification, failure, facts.model(), facts.engine(), facts.card());
    }

    /** The best class's label; empty if the picture could not be classified. */
    public Optional<String> verdict() {
        return classification.map(result -> result.best().label());
    }

    /** The result as a line of {@code predict --format jsonl}, without the line feed. docs/output.md describes it. */
    public String toJson() {
        RunFacts facts = new RunFacts(model, engine, card);
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject();
            json.name("version").value(ResultJson.VERSION);
            if (classification.isPresent()) {
                ResultJson.write(json, path, classification.get(), verdict().orElseThrow(), facts);
            } else {
                ResultJson.write(json, path, failure.orElseThrow(), facts);
            }
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
