package io.github.wasmclassify.model.card;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The fields of a model card, in the order in which they are shown. */
public enum CardField {
    DESCRIPTION("description", FieldType.TEXT, null),
    FORMAT("format", FieldType.TEXT, null),
    /** Height and width of the input, in pixels: one number where they are the same, else as in 224x320. */
    INPUT_SIZE("inputSize", FieldType.SIZE, "input_size"),
    /** The order of the axes in the file: NHWC or NCHW. */
    LAYOUT("layout", FieldType.TEXT, null),
    /** What pixels 0 and 255 become. */
    INPUT_RANGE("inputRange", FieldType.RANGE, "input_range"),
    /** A pixel p becomes (p - mean) / std, for each channel of the input in its order, in units of 0 to 255. */
    MEAN("mean", FieldType.LIST, "mean"),
    STD("std", FieldType.DIVISORS, "std"),
    /** squash, center or center:FRACTION. */
    CROP("crop", FieldType.CROP, "crop"),
    /** How a picture is brought to the size of the input. */
    RESIZE("resize", FieldType.RESIZE, "resize"),
    /** rgb or bgr. */
    CHANNELS("channels", FieldType.CHANNELS, "channels"),
    /** The node whose output the picture replaces. */
    INPUT("input", FieldType.TEXT, "input"),
    /** The node to read the scores from. */
    OUTPUT("output", FieldType.TEXT, "output"),
    CLASSES("classes", FieldType.NUMBER, null),
    /** A list of names that is built in, a file or an address. */
    LABELS("labels", FieldType.TEXT, null),
    /** How many lines at the start of the label file name no class. */
    LABEL_OFFSET("labelOffset", FieldType.NUMBER, null),
    LICENCE("licence", FieldType.TEXT, null),
    /** Where the file can be had. */
    SOURCE("source", FieldType.TEXT, null),
    /** The size of the file. */
    BYTES("bytes", FieldType.NUMBER, null),
    /** As {@link io.github.wasmclassify.model.cache.Digest} reads it. */
    DIGEST("digest", FieldType.TEXT, null),
    /** The same of the label file, where it has an address. */
    LABEL_DIGEST("labelDigest", FieldType.TEXT, null),
    /** Top-1 accuracy in percent, as stated by the reference. */
    TOP_1("top1", FieldType.PERCENT, null),
    /** The source of the card's facts. */
    REFERENCE("reference", FieldType.TEXT, null),
    /** Whether this project has tested it. */
    TESTED("tested", FieldType.TRUTH, null);

    private final String key;
    private final FieldType type;
    private final String guestOption;

    CardField(String key, FieldType type, String guestOption) {
        this.key = key;
        this.type = type;
        this.guestOption = guestOption;
    }

    /** The name in JSON. */
    public String key() {
        return key;
    }

    /** Values to choose from, where there are some that are words. */
    public List<String> words() {
        return type.words();
    }

    FieldType type() {
        return type;
    }

    /** The name of the guest's option for it, if there is one. */
    Optional<String> guestOption() {
        return Optional.ofNullable(guestOption);
    }

    /** What is wrong with a value that does not have this field's form: "must be ..., not ...". */
    public Optional<String> problem(String value) {
        return type.accepts(value)
                ? Optional.empty()
                : Optional.of("must be " + type.expectation() + ", not `" + value + "`");
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
