package wasmclassify.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import wasmclassify.model.cache.Digest;
import wasmclassify.model.card.CardField;
import wasmclassify.model.card.Fact;
import wasmclassify.model.card.ModelCard;

/** Whether a file is the one that its card speaks of: its size and its digest, where the card has them. */
final class Integrity {
    private final OptionalLong size;
    private final Optional<Digest> digest;
    private final String authority;

    /** @throws IllegalArgumentException if the card's digest has no known form */
    Integrity(ModelCard card) {
        size = card.number(CardField.BYTES);
        digest = card.text(CardField.DIGEST).map(Digest::parse);
        authority = card.fact(CardField.DIGEST).or(() -> card.fact(CardField.BYTES)).map(Fact::origin).orElse("");
    }

    /** What is wrong with this content, if anything. */
    Optional<String> problem(byte[] content) {
        return sizeProblem(content.length).or(() -> digestProblem(digest.map(wanted -> Digest.of(content, wanted.algorithm()))));
    }

    Optional<String> problem(Path file) throws IOException {
        Optional<String> ofSize = sizeProblem(Files.size(file));
        if (ofSize.isPresent() || digest.isEmpty()) {
            return ofSize;
        }
        return digestProblem(Optional.of(Digest.of(file, digest.get().algorithm())));
    }

    private Optional<String> sizeProblem(long actual) {
        return size.isPresent() && size.getAsLong() != actual
                ? Optional.of("it has " + actual + " bytes, the " + authority + " says " + size.getAsLong())
                : Optional.empty();
    }

    private Optional<String> digestProblem(Optional<Digest> actual) {
        return actual.equals(digest)
                ? Optional.empty()
                : Optional.of("its digest is " + actual.orElseThrow() + ", the " + authority + " says " + digest.orElseThrow());
    }
}
