package io.github.wasmclassify.spark;

import com.google.gson.Gson;
import io.github.wasmclassify.classify.Classifier;
import io.github.wasmclassify.classify.ClassifierOptions;
import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.model.DescribedModel;
import io.github.wasmclassify.model.Model;
import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.ModelCard;
import io.github.wasmclassify.worker.WorkerOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** A model that the driver has, for executors that do not have it: its file, and all that is known about it. */
final class DriverModel {
    private DriverModel() {}

    /**
     * Sends the model to the executors, those that come later too, unless spark-submit has done so. Does nothing about
     * a model that is built in or that the driver does not have.
     *
     * @return the options with which executors find it
     * @throws ModelException if the driver has the model and it cannot be used
     */
    static WorkerOptions send(SparkSession session, WorkerOptions options) {
        WorkerOptions located = ExecutorModel.locate(options);
        Optional<Path> file = file(located);
        if (file.isEmpty()) {
            return options;
        }
        try (Classifier classifier = Classifier.open(ClassifierOptions.builder()
                .model(located.location())
                .card(located.card())
                .engine(options.engine())
                .maxMemory(options.maxMemory())
                .build())) {
            ModelNotes.of(options.model(), classifier.model()).forEach(JobNotes::say);
            if (!located.location().equals(options.location())) {
                return options;
            }
            session.sparkContext().addFile(file.get().toUri().toString(), Files.isDirectory(file.get()));
            return options.at(file.get().getFileName().toString()).withCard(sentCard(session, classifier.model()));
        } catch (IOException e) {
            throw new ModelException(
                    "model `" + options.model() + "`: its labels cannot be sent: " + e.getMessage(), e);
        }
    }

    private static Optional<Path> file(WorkerOptions options) {
        try {
            return Model.find(options.location(), options.card()).file().map(Path::toAbsolutePath);
        } catch (ModelException e) {
            if (new File(options.location()).exists()) {
                throw e;
            }
            return Optional.empty(); // executors may have it
        }
    }

    /** The card with labels in a file that is sent, too. */
    private static ModelCard sentCard(SparkSession session, DescribedModel model) throws IOException {
        Path labels = Files.createTempFile("labels", ".json");
        labels.toFile().deleteOnExit(); // executors that start later ask for it
        Files.writeString(labels, new Gson().toJson(model.labels().names()));
        session.sparkContext().addFile(labels.toUri().toString());
        return model.card()
                .without(CardField.LABEL_OFFSET)
                .without(CardField.LABEL_DIGEST)
                .with(CardField.LABELS, labels.getFileName().toString(), "driver");
    }
}
