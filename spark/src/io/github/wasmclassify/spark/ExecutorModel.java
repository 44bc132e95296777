package io.github.wasmclassify.spark;

import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.error.ModuleException;
import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.ModelCard;
import io.github.wasmclassify.worker.WorkerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkFiles;

/** The model as an executor has it. */
final class ExecutorModel {
    private ExecutorModel() {}

    /** The options with the files that were sent to this executor, by {@code --files} or by the job. */
    static WorkerOptions locate(WorkerOptions options) {
        WorkerOptions located = sent(options.location()).map(options::at).orElse(options);
        return options.card()
                .fact(CardField.LABELS)
                .flatMap(labels ->
                        sent(labels.value()).map(file -> ModelCard.EMPTY.with(CardField.LABELS, file, labels.origin())))
                .map(located::withCard)
                .orElse(located);
    }

    private static Optional<String> sent(String name) {
        return Optional.of(SparkFiles.get(name)).filter(file -> Files.exists(Path.of(file)));
    }

    /** Runs a task whose failures must name the executor that has no usable model. */
    static <T> T explaining(Supplier<T> task) {
        try {
            return task.get();
        } catch (ModelException e) {
            throw ModelException.of(e.model().orElse(null), onExecutor(e), null, e);
        } catch (ModuleException e) {
            throw new ModuleException(onExecutor(e), e);
        }
    }

    private static String onExecutor(Exception failure) {
        SparkEnv executor = SparkEnv.get();
        return "executor " + executor.executorId() + " on "
                + executor.blockManager().blockManagerId().host() + ": " + failure.getMessage();
    }
}
