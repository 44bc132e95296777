package io.github.wasmclassify.model.card;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What is known of a model, and who says so. Cards are laid over each other: what the user says over what a file beside
 * the model says, that over the catalogue, and so on.
 *
 * @param facts in the order of {@link CardField}; what is not known is absent
 */
public record ModelCard(Map<CardField, Fact> facts) {
    /** A card that says nothing. */
    public static final ModelCard EMPTY = new ModelCard(Map.of());

    /** Two ways to say one thing: who says one of them means nothing that a lower card says in the other. */
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

    /** This card, and where it says nothing, what {@code lower} says. */
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
