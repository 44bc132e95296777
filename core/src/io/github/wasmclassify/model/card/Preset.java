package io.github.wasmclassify.model.card;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Well-known conventions of preparing a picture, by the name of what made them known. */
public enum Preset {
    /** TF-slim's Inception and MobileNet: -1..1. */
    INCEPTION(Map.of(CardField.INPUT_RANGE, "-1..1", CardField.CHANNELS, "rgb")),
    /** TF-slim's VGG and ResNet V1: less the mean of ImageNet. */
    VGG(Map.of(CardField.MEAN, "123.68,116.779,103.939", CardField.STD, "1", CardField.CHANNELS, "rgb")),
    /** PyTorch's models for ImageNet (torchvision): the mean and standard deviation of ImageNet, the central part. */
    IMAGENET(Map.of(
            CardField.MEAN,
            "123.675,116.28,103.53",
            CardField.STD,
            "58.395,57.12,57.375",
            CardField.CROP,
            "center:0.875",
            CardField.CHANNELS,
            "rgb")),
    /** The pixels as they are, 0 to 255. */
    RAW(Map.of(CardField.INPUT_RANGE, "0..255", CardField.CHANNELS, "rgb"));

    private final Map<CardField, String> values;

    Preset(Map<CardField, String> values) {
        this.values = values;
    }

    /** @throws IllegalArgumentException if there is no preset of this name */
    public static Preset parse(String name) {
        return Stream.of(values())
                .filter(preset -> preset.toString().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("expected inception, vgg, imagenet or raw, not " + name));
    }

    public ModelCard card(String origin) {
        ModelCard card = ModelCard.EMPTY;
        for (Map.Entry<CardField, String> entry : values.entrySet()) {
            card = card.with(entry.getKey(), entry.getValue(), origin);
        }
        return card;
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
