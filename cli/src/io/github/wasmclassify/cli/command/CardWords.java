package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.model.Model;
import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.Preset;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** The words that shells complete as values of the {@link CardOptions}. */
abstract class CardWords implements Iterable<String> {
    private final List<String> words;

    private CardWords(List<String> words) {
        this.words = words;
    }

    @Override
    public Iterator<String> iterator() {
        return words.iterator();
    }

    static final class Labels extends CardWords {
        Labels() {
            super(Model.labelWords());
        }
    }

    static final class Presets extends CardWords {
        Presets() {
            super(Stream.of(Preset.values()).map(Preset::toString).toList());
        }
    }

    static final class InputRanges extends CardWords {
        InputRanges() {
            super(CardField.INPUT_RANGE.words());
        }
    }

    static final class Crops extends CardWords {
        Crops() {
            super(CardField.CROP.words());
        }
    }

    static final class Resizes extends CardWords {
        Resizes() {
            super(CardField.RESIZE.words());
        }
    }

    static final class Orders extends CardWords {
        Orders() {
            super(CardField.CHANNELS.words());
        }
    }
}
