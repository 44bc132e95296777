package io.github.wasmclassify.model.card;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The fields of a model card, in the order in which they are shown. */
public enum CardField {
    DESCRIPTION("description", Kind.TEXT, null),
    FORMAT("format", Kind.TEXT, null),
    /** Height and width of the input, in pixels: one number where they are the same, else as in 224x320. */
    INPUT_SIZE("inputSize", Kind.SIZE, "input_size"),
    /** The order of the axes in the file: NHWC or NCHW. */
    LAYOUT("layout", Kind.TEXT, null),
    /** What pixels 0 and 255 become. */
    INPUT_RANGE("inputRange", Kind.RANGE, "input_range"),
    /** A pixel p becomes (p - mean) / std, for each channel of the input in its order, in units of 0 to 255. */
    MEAN("mean", Kind.LIST, "mean"),
    STD("std", Kind.DIVISORS, "std"),
    /** squash, center or center:FRACTION. */
    CROP("crop", Kind.CROP, "crop"),
    /** How a picture is brought to the size of the input. */
    RESIZE("resize", Kind.RESIZE, "resize"),
    /** rgb or bgr. */
    CHANNELS("channels", Kind.CHANNELS, "channels"),
    /** The node whose output the picture replaces. */
    INPUT("input", Kind.TEXT, "input"),
    /** The node to read the scores from. */
    OUTPUT("output", Kind.TEXT, "output"),
    CLASSES("classes", Kind.NUMBER, null),
    /** A list of names that is built in, a file or an address. */
    LABELS("labels", Kind.TEXT, null),
    /** How many lines at the start of the label file name no class. */
    LABEL_OFFSET("labelOffset", Kind.NUMBER, null),
    LICENCE("licence", Kind.TEXT, null),
    /** Where the file can be had. */
    SOURCE("source", Kind.TEXT, null),
    /** The size of the file. */
    BYTES("bytes", Kind.NUMBER, null),
    /** As {@link io.github.wasmclassify.model.cache.Digest} reads it. */
    DIGEST("digest", Kind.TEXT, null),
    /** The same of the label file, where it has an address. */
    LABEL_DIGEST("labelDigest", Kind.TEXT, null),
    /** Top-1 accuracy in percent, as stated by the reference. */
    TOP_1("top1", Kind.PERCENT, null),
    /** The source of the card's facts. */
    REFERENCE("reference", Kind.TEXT, null),
    /** Whether this project has tested it. */
    TESTED("tested", Kind.TRUTH, null);

    /** The forms that values have. */
    enum Kind {
        TEXT(text -> !text.isBlank() && text.chars().noneMatch(Character::isISOControl), "a text"),
        NUMBER(text -> text.matches("[0-9]{1,15}"), "a whole number"),
        SIZE(
                text -> text.matches("[1-9][0-9]{0,3}(x[1-9][0-9]{0,3})?")
                        && Stream.of(text.split("x")).allMatch(side -> Integer.parseInt(side) <= 4096),
                "from 1 to 4096, or as in 224x320"),
        RANGE(Stream.of(InputRange.values()).map(InputRange::toString).toList(), "0..1, -1..1 or 0..255"),
        LIST(
                text -> text.matches("NUM(,NUM,NUM)?".replace("NUM", "-?[0-9]{1,9}([.][0-9]{1,9})?")),
                "one number or three"),
        DIVISORS(
                text -> LIST.form.test(text)
                        && Stream.of(text.split(",")).allMatch(number -> Double.parseDouble(number) != 0),
                "one number or three, none of them 0"),
        CROP(
                List.of("squash", "center"),
                text -> text.matches("squash|center(:(0[.][0-9]{1,6}|1([.]0)?))?"),
                "squash, center or center:FRACTION"),
        RESIZE(
                List.of("bilinear", "bicubic", "lanczos", "nearest", "bilinear-aliased", "bicubic-aliased"),
                "bilinear, bicubic, lanczos, nearest, bilinear-aliased or bicubic-aliased"),
        CHANNELS(List.of("rgb", "bgr"), "rgb or bgr"),
        PERCENT(text -> text.matches("[0-9]{1,2}([.][0-9]{1,2})?"), "a number from 0 to 99.99"),
        TRUTH(text -> text.matches("true|false"), "true or false");

        private final List<String> words;
        private final Predicate<String> form;
        private final String expectation;

        Kind(Predicate<String> form, String expectation) {
            this(List.of(), form, expectation);
        }

        /** One of these words. */
        Kind(List<String> words, String expectation) {
            this(words, words::contains, expectation);
        }

        /** @param words that have the form, where there are some to choose from */
        Kind(List<String> words, Predicate<String> form, String expectation) {
            this.words = words;
            this.form = form;
            this.expectation = expectation;
        }
    }

    private final String key;
    final Kind kind;
    private final String guestOption;

    CardField(String key, Kind kind, String guestOption) {
        this.key = key;
        this.kind = kind;
        this.guestOption = guestOption;
    }

    /** The name in JSON. */
    public String key() {
        return key;
    }

    /** Values to choose from, where there are some that are words. */
    public List<String> words() {
        return kind.words;
    }

    /** The name of the guest's option for it, if there is one. */
    Optional<String> guestOption() {
        return Optional.ofNullable(guestOption);
    }

    /** What is wrong with a value that does not have this field's form: "must be ..., not ...". */
    public Optional<String> problem(String value) {
        return kind.form.test(value)
                ? Optional.empty()
                : Optional.of("must be " + kind.expectation + ", not `" + value + "`");
    }

    /** Whether a card can have this key. */
    public static boolean isKey(String key) {
        return Arrays.stream(values()).anyMatch(field -> field.key.equals(key));
    }

    /** @throws IllegalArgumentException naming all fields, if no card has this key */
    public static CardField ofKey(String key) {
        return Arrays.stream(values())
                .filter(field -> field.key.equals(key))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("`" + key + "` is not a field of a model card; the fields are "
                                + Arrays.stream(values()).map(CardField::key).collect(Collectors.joining(", "))));
    }
}
