package io.github.wasmclassify.model.card;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The type of a card's field: which texts it accepts, and what they are in JSON. */
enum FieldType {
    TEXT(text -> !text.isBlank() && text.chars().noneMatch(Character::isISOControl), "a text"),
    NUMBER(text -> text.matches("[0-9]{1,15}"), "a whole number", FieldType::wholeNumber),
    SIZE(
            text -> text.matches("[1-9][0-9]{0,3}(x[1-9][0-9]{0,3})?")
                    && Stream.of(text.split("x")).allMatch(side -> Integer.parseInt(side) <= 4096),
            "from 1 to 4096, or as in 224x320",
            text -> text.contains("x") ? new JsonPrimitive(text) : wholeNumber(text)),
    RANGE(Stream.of(InputRange.values()).map(InputRange::toString).toList(), "0..1, -1..1 or 0..255"),
    LIST(
            text -> text.matches("NUM(,NUM,NUM)?".replace("NUM", "-?[0-9]{1,9}([.][0-9]{1,9})?")),
            "one number or three",
            FieldType::numbers),
    DIVISORS(
            text -> LIST.accepts(text)
                    && Stream.of(text.split(",")).allMatch(number -> Double.parseDouble(number) != 0),
            "one number or three, none of them 0",
            FieldType::numbers),
    CROP(
            List.of("squash", "center"),
            text -> text.matches("squash|center(:(0[.][0-9]{1,6}|1([.]0)?))?"),
            "squash, center or center:FRACTION",
            JsonPrimitive::new),
    RESIZE(
            List.of("bilinear", "bicubic", "lanczos", "nearest", "bilinear-aliased", "bicubic-aliased"),
            "bilinear, bicubic, lanczos, nearest, bilinear-aliased or bicubic-aliased"),
    CHANNELS(List.of("rgb", "bgr"), "rgb or bgr"),
    PERCENT(
            text -> text.matches("[0-9]{1,2}([.][0-9]{1,2})?"),
            "a number from 0 to 99.99",
            text -> new JsonPrimitive(new BigDecimal(text))),
    TRUTH(text -> text.matches("true|false"), "true or false", text -> new JsonPrimitive(Boolean.valueOf(text)));

    private final List<String> words;
    private final Predicate<String> form;
    private final String expectation;
    private final Function<String, JsonElement> json;

    /** A text, also in JSON. */
    FieldType(Predicate<String> form, String expectation) {
        this(form, expectation, JsonPrimitive::new);
    }

    FieldType(Predicate<String> form, String expectation, Function<String, JsonElement> json) {
        this(List.of(), form, expectation, json);
    }

    /** One of these words. */
    FieldType(List<String> words, String expectation) {
        this(words, words::contains, expectation, JsonPrimitive::new);
    }

    FieldType(List<String> words, Predicate<String> form, String expectation, Function<String, JsonElement> json) {
        this.words = words;
        this.form = form;
        this.expectation = expectation;
        this.json = json;
    }

    /** Words to choose from; empty if the type has none. */
    List<String> words() {
        return words;
    }

    boolean accepts(String text) {
        return form.test(text);
    }

    /** What is expected, to follow "must be". */
    String expectation() {
        return expectation;
    }

    /** @param text that this type accepts */
    JsonElement json(String text) {
        return json.apply(text);
    }

    private static JsonElement wholeNumber(String text) {
        return new JsonPrimitive(Long.parseLong(text));
    }

    private static JsonElement numbers(String text) {
        JsonArray numbers = new JsonArray();
        for (String number : text.split(",")) {
            numbers.add(new BigDecimal(number));
        }
        return numbers;
    }
}
