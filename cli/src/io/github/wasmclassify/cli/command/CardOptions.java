package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.model.Model;
import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.ModelCard;
import io.github.wasmclassify.model.card.Preset;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that complete or override a model's card. */
final class CardOptions {
    @Option(
            names = "--labels",
            paramLabel = "FILE",
            completionCandidates = CardWords.Labels.class,
            description =
                    "Names of the classes: a text file with one per line, or one of many other forms; or imagenet, pocket or person, "
                            + "which are built in; or none. Default: the labels in the model or beside it.")
    private Path labels;

    @Option(
            names = "--preprocess",
            paramLabel = "NAME",
            completionCandidates = CardWords.Presets.class,
            description =
                    "A preset for preparing pictures: inception (-1..1), vgg (ImageNet's mean is subtracted), imagenet (ImageNet's "
                            + "mean and standard deviation, middle 7/8, as PyTorch's models expect) or raw (0..255). The options below override "
                            + "it.")
    private String preset;

    @Option(
            names = "--input-range",
            paramLabel = "RANGE",
            completionCandidates = CardWords.InputRanges.class,
            description =
                    "The range to which pixel values 0 to 255 are scaled: 0..1, -1..1 or 0..255. Default: what the model or its card "
                            + "states, or -1..1.")
    private String inputRange;

    @Option(
            names = "--mean",
            paramLabel = "M[,M,M]",
            description =
                    "A pixel p, 0 to 255, becomes (p - mean) / std. One number, or one per channel in the model's order.")
    private String mean;

    @Option(names = "--std", paramLabel = "S[,S,S]", description = "See --mean (default: 1).")
    private String std;

    @Option(
            names = "--crop",
            paramLabel = "HOW",
            completionCandidates = CardWords.Crops.class,
            description =
                    "What part of a picture the model sees: squash (all of it, squeezed into the input's shape), center (the largest "
                            + "part in the middle that has this shape) or center:FRACTION (the middle of that part: 0.875 is 7/8 of its width "
                            + "and height).")
    private String crop;

    @Option(
            names = "--resize",
            paramLabel = "METHOD",
            completionCandidates = CardWords.Resizes.class,
            description =
                    "How pictures are resized: bilinear (default), bicubic or lanczos, antialiased as in Pillow and torchvision; "
                            + "bilinear-aliased or bicubic-aliased, as in TensorFlow; or nearest.")
    private String resize;

    @Option(
            names = "--channels",
            paramLabel = "ORDER",
            completionCandidates = CardWords.Orders.class,
            description = "The order of the model's colour channels: rgb or bgr.")
    private String channels;

    @Option(
            names = "--input-size",
            paramLabel = "N|HxW",
            description = "Height and width of the input, for models that leave them open: 224 or 224x320.")
    private String inputSize;

    @Option(
            names = "--input-node",
            paramLabel = "NODE",
            description =
                    "Feed the picture to the network instead of this node's output, and skip all nodes before it.")
    private String input;

    @Option(
            names = "--output-node",
            paramLabel = "NODE",
            description = "Read the scores from this node of the network.")
    private String output;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** @throws ParameterException if a value is invalid, or two options contradict each other */
    ModelCard card() {
        if (inputRange != null && (mean != null || std != null)) {
            throw wrongUsage("--input-range cannot be combined with --mean or --std");
        }
        ModelCard card = ModelCard.EMPTY;
        card = with(card, CardField.LABELS, "--labels", labels == null ? null : labelsFromAnywhere());
        card = with(card, CardField.INPUT_RANGE, "--input-range", inputRange);
        card = with(card, CardField.MEAN, "--mean", mean);
        card = with(card, CardField.STD, "--std", std);
        card = with(card, CardField.CROP, "--crop", crop);
        card = with(card, CardField.RESIZE, "--resize", resize);
        card = with(card, CardField.CHANNELS, "--channels", channels);
        card = with(card, CardField.INPUT_SIZE, "--input-size", inputSize);
        card = with(card, CardField.INPUT, "--input-node", input);
        card = with(card, CardField.OUTPUT, "--output-node", output);
        return card.over(presetCard());
    }

    private String labelsFromAnywhere() {
        return Model.isLabelWord(labels.toString())
                ? labels.toString()
                : labels.toAbsolutePath().toString();
    }

    private ModelCard with(ModelCard card, CardField field, String option, String value) {
        if (value == null) {
            return card;
        }
        field.problem(value).ifPresent(problem -> {
            throw wrongUsage(option + " " + problem);
        });
        return card.with(field, value, option);
    }

    private ModelCard presetCard() {
        try {
            return preset == null ? ModelCard.EMPTY : Preset.parse(preset).card("--preprocess " + preset);
        } catch (IllegalArgumentException e) {
            throw wrongUsage("--preprocess: " + e.getMessage());
        }
    }

    private ParameterException wrongUsage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
