package io.github.wasmclassify.worker;

import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.error.ModuleException;
import io.github.wasmclassify.error.PictureException;
import java.io.Serializable;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/**
 * A function from pictures to results for the tasks of a distributed engine. Serializing it costs nothing: the model is
 * loaded by the first picture in each JVM, once for each task that runs at the same time, and stays loaded for later
 * tasks with the same options. With the simd engine, all tasks of a JVM share the weights.
 *
 * <pre>{@code
 * PictureClassifier classifier = new PictureClassifier(WorkerOptions.DEFAULT.withTop(5));
 * String json = classifier.classify("lemon.png", bytes).toJson();
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class PictureClassifier implements Serializable {
    private static final long serialVersionUID = 1;

    private final WorkerOptions options;

    public PictureClassifier(WorkerOptions options) {
        this.options = options;
    }

    /**
     * Classifies a picture.
     *
     * @param path the picture's name in the result
     * @param picture the content of a picture file
     * @return what it shows, or why it cannot be classified
     * @throws ModelException if the model or its labels cannot be used on this machine
     * @throws ModuleException if the engine cannot be used on this machine
     * @throws CancellationException if the thread is interrupted
     */
    public PictureResult classify(String path, byte[] picture) {
        return classify(path, () -> picture);
    }

    /**
     * Classifies a picture that is read now, see {@link #classify(String, byte[])}.
     *
     * @param content throws a {@link PictureException} if it cannot be read
     */
    public PictureResult classify(String path, Supplier<byte[]> content) {
        try (SharedClassifiers.Loan loan = SharedClassifiers.lend(options)) {
            try {
                return PictureResult.of(path, loan.classifier().classify(content.get()), loan.facts());
            } catch (PictureException e) {
                return PictureResult.of(path, e, loan.facts());
            }
        }
    }

    /**
     * Closes all classifiers of this JVM, of any options, and those in use once they are free. Later pictures load the
     * model again. Call it where an engine tears down its workers but keeps the JVM; the JVM's end closes them too.
     */
    public static void closeAll() {
        SharedClassifiers.closeAll();
    }
}
