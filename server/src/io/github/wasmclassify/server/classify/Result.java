package io.github.wasmclassify.server.classify;

import com.google.gson.stream.JsonWriter;
import io.github.wasmclassify.classify.Classification;
import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.result.ResultJson;
import io.github.wasmclassify.result.RunFacts;
import io.github.wasmclassify.server.http.Failures;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/**
 * What became of a picture.
 *
 * @param done null where it failed
 * @param failure null where it was classified
 */
record Result(String name, Classification done, Throwable failure) {
    /** As {@code --format json} has it, in an object that has begun. */
    void write(JsonWriter json, RunFacts facts, double threshold) throws IOException {
        json.name("version").value(ResultJson.VERSION);
        if (done != null) {
            ResultJson.write(json, name, done, done.verdict(threshold), facts);
        } else {
            ResultJson.write(json, name, asPictureFailure(), facts);
        }
    }

    /** For people: the label, or why there is none. */
    String line(double threshold) {
        return done == null ? "error: " + Failures.problem(failure).getMessage() : done.verdict(threshold);
    }

    private PictureException asPictureFailure() {
        Throwable cause = Failures.cause(failure);
        if (cause instanceof PictureException picture) {
            return picture;
        }
        PictureException.Reason reason =
                cause instanceof TimeoutException ? PictureException.Reason.TIMEOUT : PictureException.Reason.INTERNAL;
        return new PictureException(reason, Failures.problem(failure).getMessage());
    }
}
