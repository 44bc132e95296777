package io.github.wasmclassify.model.card;

import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Facts about a model, each with its origin. Cards override each other: the user's overrides that of a file beside the
 * model, which overrides the catalogue's, and so on.
 *
 * @param facts in the order of {@link CardField}; unknown facts are absent
 */
public record ModelCard(Map<CardField, Fact> facts) implements Serializable {
    /** A card without facts. */
    public static final ModelCard EMPTY = new ModelCard(Map.of());

    /** Two ways to state one fact: setting either overrides both in lower cards. */
    private static final List<CardField> NORMALISATION = List.of(CardField.INPUT_RANGE, CardField.MEAN, CardField.STD);

    public ModelCard {
        Map<CardField, Fact> copy = new EnumMap<>(CardField.class);
        copy.putAll(facts);
        facts = Collections.unmodifiableMap(copy);
    }

    /** @throws IllegalArgumentException naming what is expected, if the value does not have the field's form */
    public ModelCard with(CardField field, String value, String origin) {
        field.problem(value).ifPresent(problem -> {
            throw new IllegalArgumentException("`" + field.key() + "` " + problem);
        });
        Map<CardField, Fact> more = new LinkedHashMap<>(facts);
        more.put(field, new Fact(value, origin));
        return new ModelCard(more);
    }

    public ModelCard without(CardField field) {
        Map<CardField, Fact> fewer = new LinkedHashMap<>(facts);
        fewer.remove(field);
        return new ModelCard(fewer);
    }

    /** This card, completed with the facts of {@code lower} that it does not have. */
    public ModelCard over(ModelCard lower) {
        Map<CardField, Fact> all = new LinkedHashMap<>(lower.facts);
        if (NORMALISATION.stream().anyMatch(facts::containsKey)) {
            NORMALISATION.forEach(all::remove);
        }
        all.putAll(facts);
        return new ModelCard(all);
    }

    public Optional<Fact> fact(CardField field) {
        return Optional.ofNullable(facts.get(field));
    }

    public Optional<String> text(CardField field) {
        return fact(field).map(Fact::value);
    }

    /** The value of a field that is a whole number. */
    public OptionalLong number(CardField field) {
        return text(field).map(Long::parseLong).map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    /** One line, for people: each fact with who says so. */
    @Override
    public String toString() {
        return facts.entrySet().stream()
                .map(entry -> entry.getKey().key() + " " + entry.getValue().value() + " ("
                        + entry.getValue().origin() + ")")
                .collect(Collectors.joining(", "));
    }

    /** What the guest has to be told. */
    public Map<String, String> guestOptions() {
        Map<String, String> options = new LinkedHashMap<>();
        facts.forEach((field, fact) -> field.guestOption().ifPresent(option -> options.put(option, fact.value())));
        return options;
    }
}
