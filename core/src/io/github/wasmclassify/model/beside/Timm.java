package io.github.wasmclassify.model.beside;

import com.google.gson.JsonObject;
import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.ModelCard;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * timm's {@code config.json}, whose {@code pretrained_cfg} says how pictures are prepared, and {@code meta.json}, in
 * which other exporters write the same fields.
 */
final class Timm implements Exporter {
    private static final Set<String> FILTERS = Set.of("nearest", "bilinear", "bicubic", "lanczos");

    @Override
    public Optional<ModelCard> read(ExportFiles files, String model) {
        return Stream.of("config.json", "meta.json")
                .flatMap(file -> ofFile(files, file).stream())
                .findFirst();
    }

    private static Optional<ModelCard> ofFile(ExportFiles files, String file) {
        return files.json(file)
                .map(config -> JsonFields.object(config, "pretrained_cfg").orElse(config))
                .filter(config -> JsonFields.numbers(config, "mean").isPresent()
                        && JsonFields.numbers(config, "std").isPresent())
                .map(config -> card(files, config, file));
    }

    private static ModelCard card(ExportFiles files, JsonObject config, String file) {
        double[] mean = JsonFields.numbers(config, "mean").orElseThrow();
        double[] std = JsonFields.numbers(config, "std").orElseThrow();
        boolean isOfBytes = Arrays.stream(mean).anyMatch(value -> value > 2)
                || Arrays.stream(std).anyMatch(value -> value > 2);
        ModelCard card = files.withNormalisation(ModelCard.EMPTY, isOfBytes ? 1 : 1.0 / 255, mean, std, file);
        Optional<String> filter = JsonFields.text(config, "interpolation").filter(FILTERS::contains);
        if (filter.isPresent()) {
            card = card.with(CardField.RESIZE, filter.get(), file);
        }
        if (!config.has("crop_pct")) {
            return card;
        }
        double fraction = fraction(config);
        return switch (JsonFields.text(config, "crop_mode").orElse("center")) {
            case "squash" -> squash(files, card, fraction, file);
            case "center" -> files.withCenter(card, fraction, file);
            default -> {
                files.note(file, "expects pictures with a border, which is not supported; their middle is used");
                yield files.withCenter(card, fraction, file);
            }
        };
    }

    private static ModelCard squash(ExportFiles files, ModelCard card, double fraction, String file) {
        if (fraction < 1) {
            files.note(
                    file,
                    "expects pictures to be squashed and then cropped, which is not supported; they are not cropped");
        }
        return card.with(CardField.CROP, "squash", file);
    }

    /** timm resizes to whole pixels before it crops. */
    private static double fraction(JsonObject config) {
        double part = JsonFields.number(config, "crop_pct").orElse(1);
        return JsonFields.numbers(config, "input_size")
                .filter(size -> size.length == 3 && size[1] > 0)
                .map(size -> size[1] / Math.floor(size[1] / part))
                .orElse(part);
    }
}
