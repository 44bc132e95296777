package io.github.wasmclassify.server.classify;

import io.github.wasmclassify.server.http.Call;
import io.github.wasmclassify.server.http.Failures;
import io.github.wasmclassify.server.http.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Promise;

/** The pictures in a request's body: the body itself, or the parts of a form. */
final class SentPictures {
    private static final String FORM = "multipart/form-data";
    /** What clients send with bytes whose type they do not know; curl sends the last one with {@code --data-binary}. */
    private static final Set<String> UNKNOWN =
            Set.of("", "application/octet-stream", "binary/octet-stream", "application/x-www-form-urlencoded");

    private static final int MOST_PARTS = 1000;

    private SentPictures() {}

    /** @throws Problem 415 if the body is of another type, 400 if it is empty or no form */
    static List<SentPicture> of(Call call) {
        String type = call.mediaType();
        List<SentPicture> pictures;
        if (type.equals(FORM)) {
            pictures = parts(call);
        } else if (type.startsWith("image/") || UNKNOWN.contains(type)) {
            pictures = call.body().length == 0 ? List.of() : List.of(new SentPicture(SentPicture.NO_NAME, call.body()));
        } else {
            throw new Problem(
                    415,
                    "content-type",
                    "the body must be a picture (image/..., application/octet-stream) or a form (multipart/form-data)");
        }
        if (pictures.isEmpty()) {
            throw Problem.badRequest("the body holds no picture");
        }
        return pictures;
    }

    private static List<SentPicture> parts(Call call) {
        String boundary = MultiPart.extractBoundary(call.header("Content-Type").orElseThrow());
        if (boundary == null) {
            throw Problem.badRequest("the form's Content-Type has no boundary");
        }
        MultiPartFormData.Parser parser = new MultiPartFormData.Parser(boundary);
        parser.setMaxMemoryFileSize(-1); // nothing is written to disk
        parser.setMaxParts(MOST_PARTS);
        parser.setMaxLength(-1); // the body is there already
        CompletableFuture<MultiPartFormData.Parts> whole = new CompletableFuture<>();
        parser.parse(Content.Source.from(ByteBuffer.wrap(call.body())), Promise.Invocable.toPromise(whole));
        try (MultiPartFormData.Parts parts = whole.join()) {
            List<SentPicture> pictures = new ArrayList<>();
            for (MultiPart.Part part : parts) {
                pictures.add(picture(part));
            }
            return pictures;
        } catch (CompletionException | IOException e) {
            throw Problem.badRequest(
                    "the form cannot be read: " + Failures.cause(e).getMessage());
        }
    }

    private static SentPicture picture(MultiPart.Part part) throws IOException {
        ByteBuffer content = Content.Source.asByteBuffer(part.getContentSource());
        byte[] file = new byte[content.remaining()];
        content.get(file);
        String name = part.getFileName() == null ? part.getName() : part.getFileName();
        return new SentPicture(name == null || name.isEmpty() ? SentPicture.NO_NAME : name, file);
    }
}
