package io.github.wasmclassify.model.beside;

import com.google.gson.JsonObject;
import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.ModelCard;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Hugging Face's {@code preprocessor_config.json}: the settings of an image processor of Transformers. */
final class HuggingFace implements Exporter {
    private static final String FILE = "preprocessor_config.json";
    private static final Set<String> KEYS =
            Set.of("image_mean", "rescale_factor", "do_rescale", "do_normalize", "do_resize", "do_center_crop");
    /** Indexed by Pillow's codes. Pillow has two more filters, which are not supported here. */
    private static final String[] FILTERS = {"nearest", "lanczos", "bilinear", "bicubic"};
    /** Up to this size, ConvNeXt's processor resizes the shorter side and crops. */
    private static final int SQUASHED_FROM = 384;
    /** LeViT's processor enlarges its size by this factor before it crops. */
    private static final double LEVIT = 224.0 / 256;

    @Override
    public Optional<ModelCard> read(ExportFiles files, String model) {
        return files.json(FILE)
                .filter(config -> config.keySet().stream().anyMatch(KEYS::contains))
                .map(config -> new Processor(files, config).card());
    }

    private record Processor(ExportFiles files, JsonObject config) {
        ModelCard card() {
            ModelCard card = crop(normalisation(ModelCard.EMPTY));
            OptionalDouble filter = JsonFields.number(config, "resample").stream()
                    .filter(code -> code >= 0 && code < FILTERS.length)
                    .findFirst();
            if (filter.isPresent()) {
                card = card.with(CardField.RESIZE, FILTERS[(int) filter.getAsDouble()], FILE);
            }
            return JsonFields.isTrue(config, "do_flip_channel_order", false)
                    ? card.with(CardField.CHANNELS, "bgr", FILE)
                    : card;
        }

        private ModelCard normalisation(ModelCard card) {
            boolean isRescaled = JsonFields.isTrue(config, "do_rescale", true);
            double factor =
                    isRescaled ? JsonFields.number(config, "rescale_factor").orElse(1.0 / 255) : 1;
            boolean isNormalised = JsonFields.isTrue(config, "do_normalize", config.has("image_mean"));
            double[] mean = JsonFields.numbers(config, "image_mean")
                    .filter(values -> isNormalised)
                    .orElse(new double[] {0});
            double[] std = JsonFields.numbers(config, "image_std")
                    .filter(values -> isNormalised)
                    .orElse(new double[] {1});
            double offset = JsonFields.isTrue(config, "rescale_offset", false) ? 1 : 0;
            return files.withNormalisation(
                    card,
                    factor,
                    Arrays.stream(mean).map(value -> value + offset).toArray(),
                    std,
                    FILE);
        }

        private ModelCard crop(ModelCard card) {
            OptionalDouble shorterSide = side("size", "shortest_edge");
            OptionalDouble part = JsonFields.number(config, "crop_pct");
            if (part.isPresent() || type().contains("ConvNext")) {
                boolean isSquashed = !type().contains("PoolFormer") && shorterSide.orElse(0) >= SQUASHED_FROM;
                return isSquashed ? squash(card) : files.withCenter(card, part.orElse(0.875), FILE);
            }
            if (!JsonFields.isTrue(config, "do_center_crop", false)) {
                return squash(card);
            }
            if (type().contains("Levit")) {
                return files.withCenter(card, LEVIT, FILE);
            }
            double cropped = side("crop_size", "height").orElse(1);
            OptionalDouble height = side("size", "height");
            if (shorterSide.isEmpty() && height.isPresent() && cropped < height.getAsDouble()) {
                files.note(
                        FILE,
                        "expects pictures to be squashed and then cropped, which is not supported; they are not cropped");
                return squash(card);
            }
            return files.withCenter(card, cropped / shorterSide.orElse(cropped), FILE);
        }

        private static ModelCard squash(ModelCard card) {
            return card.with(CardField.CROP, "squash", FILE);
        }

        private String type() {
            return JsonFields.text(config, "image_processor_type")
                    .or(() -> JsonFields.text(config, "feature_extractor_type"))
                    .orElse("");
        }

        /**
         * Sizes are objects, or in older files one number, which is that of the shorter side where a picture is
         * cropped.
         */
        private OptionalDouble side(String key, String side) {
            Optional<JsonObject> size = JsonFields.object(config, key);
            if (size.isPresent()) {
                return JsonFields.number(size.get(), side);
            }
            return JsonFields.number(config, key);
        }
    }
}
