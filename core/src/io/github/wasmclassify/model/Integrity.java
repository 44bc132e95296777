package io.github.wasmclassify.model;

import io.github.wasmclassify.model.cache.Digest;
import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.Fact;
import io.github.wasmclassify.model.card.ModelCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** Checks whether a file is the one that a card describes: its size and digest, if the card has them. */
public final class Integrity {
    private final OptionalLong size;
    private final Optional<Digest> digest;
    private final String authority;

    private Integrity(OptionalLong size, Optional<Fact> digest, Optional<Fact> authority) {
        this.size = size;
        this.digest = digest.map(Fact::value).map(Digest::parse);
        this.authority = authority.map(Fact::origin).orElse("");
    }

    /** @throws IllegalArgumentException if the card's digest has no known form */
    public static Integrity ofModel(ModelCard card) {
        Optional<Fact> digest = card.fact(CardField.DIGEST);
        return new Integrity(card.number(CardField.BYTES), digest, digest.or(() -> card.fact(CardField.BYTES)));
    }

    /** @throws IllegalArgumentException if the card's digest has no known form */
    public static Integrity ofLabels(ModelCard card) {
        Optional<Fact> digest = card.fact(CardField.LABEL_DIGEST);
        return new Integrity(OptionalLong.empty(), digest, digest);
    }

    /** What is wrong with this content, if anything. */
    public Optional<String> problem(byte[] content) {
        return problem(content, 0, content.length);
    }

    /** The same of the {@code length} bytes from {@code offset} on. */
    Optional<String> problem(byte[] content, int offset, int length) {
        return sizeProblem(length)
                .or(() -> digestProblem(digest.map(wanted -> Digest.of(content, offset, length, wanted.algorithm()))));
    }

    public Optional<String> problem(Path file) throws IOException {
        Optional<String> ofSize = sizeProblem(Files.size(file));
        if (ofSize.isPresent() || digest.isEmpty()) {
            return ofSize;
        }
        return digestProblem(Optional.of(Digest.of(file, digest.get().algorithm())));
    }

    Optional<String> sizeProblem(long actual) {
        return size.isPresent() && size.getAsLong() != actual
                ? Optional.of("it has " + actual + " bytes, but the " + authority + " states " + size.getAsLong())
                : Optional.empty();
    }

    private Optional<String> digestProblem(Optional<Digest> actual) {
        return actual.equals(digest)
                ? Optional.empty()
                : Optional.of("its digest is " + actual.orElseThrow() + ", but the " + authority + " states "
                        + digest.orElseThrow());
    }
}
