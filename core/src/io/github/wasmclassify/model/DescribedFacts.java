package io.github.wasmclassify.model;

import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.ModelCard;
import io.github.wasmclassify.model.card.ModelDescription;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/** The guest's description of a model as a card, which all others override. */
public final class DescribedFacts {
    private static final String FILE = "model file";

    private ModelCard card = ModelCard.EMPTY;

    private DescribedFacts() {}

    public static ModelCard of(ModelDescription description) {
        ModelDescription.Input input = description.input();
        DescribedFacts facts = new DescribedFacts();
        facts.add(CardField.FORMAT, description.format(), FILE);
        facts.add(CardField.INPUT_SIZE, size(input), FILE);
        facts.add(CardField.LAYOUT, input.layout(), FILE);
        // the guest computes p * scale + offset
        facts.add(CardField.MEAN, each(input, (scale, offset) -> -offset / scale), input.normalisedBy());
        facts.add(CardField.STD, each(input, (scale, offset) -> 1 / scale), input.normalisedBy());
        facts.add(CardField.CROP, input.crop(), input.croppedBy());
        input.resize().ifPresent(resize -> facts.add(CardField.RESIZE, resize, input.resizedBy()));
        facts.add(CardField.CHANNELS, input.channels(), input.channelsBy());
        facts.add(CardField.OUTPUT, description.output().name(), FILE);
        facts.add(CardField.CLASSES, Integer.toString(description.output().classes()), FILE);
        return facts.card;
    }

    /** Leaves out values that a card cannot have, such as a name with control characters. */
    private void add(CardField field, String value, String origin) {
        if (field.problem(value).isEmpty()) {
            card = card.with(field, value, origin);
        }
    }

    private static String size(ModelDescription.Input input) {
        return input.height() == input.width()
                ? Integer.toString(input.height())
                : input.height() + "x" + input.width();
    }

    /**
     * A number for each channel, with the precision that the guest's floats have; once, if all channels have the same.
     */
    private static String each(ModelDescription.Input input, DoubleBinaryOperator value) {
        List<String> numbers = IntStream.range(0, input.scale().size())
                .mapToDouble(i ->
                        value.applyAsDouble(input.scale().get(i), input.offset().get(i)))
                .mapToObj(DescribedFacts::text)
                .toList();
        return numbers.stream().distinct().count() == 1 ? numbers.get(0) : String.join(",", numbers);
    }

    private static String text(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal number = new BigDecimal(value, new MathContext(6)).stripTrailingZeros();
        return number.abs().compareTo(new BigDecimal("1e-6")) < 0 ? "0" : number.toPlainString();
    }
}
