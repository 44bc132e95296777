package io.github.wasmclassify.worker;

import io.github.wasmclassify.classify.ClassifierOptions;
import io.github.wasmclassify.classify.Engine;
import io.github.wasmclassify.model.Model;
import io.github.wasmclassify.model.card.ModelCard;
import java.io.Serializable;

/**
 * How workers classify. Serializable, so it can travel from the program that plans the work to those that do it.
 *
 * @param model the model's name in results
 * @param location where a worker finds the model: a name, or a file on the worker's machine
 * @param card facts about the model that override its catalogue entry and its file
 * @param engine what runs the network
 * @param threads how many threads may work on one picture, at least 1; used by the simd engine
 * @param top how many predictions to return, at least 1
 * @param maxPixels pictures with more pixels are refused before they are decoded
 * @param maxMemory limit for the memory of one guest, in bytes
 */
public record WorkerOptions(
        String model,
        String location,
        ModelCard card,
        Engine engine,
        int threads,
        int top,
        long maxPixels,
        long maxMemory)
        implements Serializable {
    /** The built-in model, one prediction and the library's limits. */
    public static final WorkerOptions DEFAULT = new WorkerOptions(
            Model.POCKET,
            Model.POCKET,
            ModelCard.EMPTY,
            Engine.AUTO,
            1,
            1,
            ClassifierOptions.DEFAULT_MAX_PIXELS,
            ClassifierOptions.DEFAULT_MAX_MEMORY);

    /** @throws IllegalArgumentException if a number is out of its range */
    public WorkerOptions {
        options(location, card, engine, threads, top, maxPixels, maxMemory);
    }

    /** The same with another model: a name, or a file that lies at the same place on each worker. */
    public WorkerOptions withModel(String nameOrFile) {
        return new WorkerOptions(nameOrFile, nameOrFile, card, engine, threads, top, maxPixels, maxMemory);
    }

    /** The same model, which lies elsewhere on this worker. Results still show the name. */
    public WorkerOptions at(String place) {
        return new WorkerOptions(model, place, card, engine, threads, top, maxPixels, maxMemory);
    }

    /** The same with more facts, which override the known ones. */
    public WorkerOptions withCard(ModelCard facts) {
        return new WorkerOptions(model, location, facts.over(card), engine, threads, top, maxPixels, maxMemory);
    }

    public WorkerOptions withEngine(Engine choice) {
        return new WorkerOptions(model, location, card, choice, threads, top, maxPixels, maxMemory);
    }

    public WorkerOptions withThreads(int count) {
        return new WorkerOptions(model, location, card, engine, count, top, maxPixels, maxMemory);
    }

    public WorkerOptions withTop(int count) {
        return new WorkerOptions(model, location, card, engine, threads, count, maxPixels, maxMemory);
    }

    public WorkerOptions withLimits(long pixels, long memory) {
        return new WorkerOptions(model, location, card, engine, threads, top, pixels, memory);
    }

    ClassifierOptions forClassifier() {
        return options(location, card, engine, threads, top, maxPixels, maxMemory);
    }

    private static ClassifierOptions options(
            String location, ModelCard card, Engine engine, int threads, int top, long maxPixels, long maxMemory) {
        return ClassifierOptions.builder()
                .model(location)
                .card(card)
                .engine(engine)
                .threads(threads)
                .top(top)
                .maxPixels(maxPixels)
                .maxMemory(maxMemory)
                .build();
    }
}
