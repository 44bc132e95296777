package io.github.wasmclassify.model.beside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.file.FileState;
import io.github.wasmclassify.model.card.CardField;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What files of exporters say, as their tools write them. */
class PreparationBesideTest {
    /** Files by name. */
    private record Files(Map<String, String> content) implements ModelFolder {
        @Override
        public List<String> names() {
            return content.keySet().stream().sorted().toList();
        }

        @Override
        public Optional<byte[]> read(String name, int limit) throws IOException {
            String text = content.get(name);
            if ("unreadable".equals(text)) {
                throw new IOException("permission denied");
            }
            return Optional.ofNullable(text).map(found -> found.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public FileState state(String name) throws IOException {
            throw new IOException("no file");
        }

        @Override
        public String title(String name) {
            return name;
        }
    }

    private static PreparationBeside find(String model, Map<String, String> files) {
        return PreparationBeside.find(new Files(files), model);
    }

    /** As {@code key value}, in the order of a card. */
    private static String card(String file, String content) {
        PreparationBeside found = find("model.onnx", Map.of(file, content));
        assertEquals(List.of(), found.notes());
        Map<String, String> values = new LinkedHashMap<>();
        found.card().facts().forEach((field, fact) -> values.put(field.key(), fact.value()));
        return values.toString();
    }

    private static String huggingFace(String content) {
        return card("preprocessor_config.json", content);
    }

    @Test
    void vitOfHuggingFaceIsSquashed() {
        assertEquals("{mean=127.5,127.5,127.5, std=127.5,127.5,127.5, crop=squash, resize=bilinear}", huggingFace("""
                {"do_normalize": true, "do_rescale": true, "do_resize": true, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5],
                 "image_processor_type": "ViTImageProcessor", "resample": 2, "rescale_factor": 0.00392156862745098,
                 "size": {"height": 224, "width": 224}}"""));
    }

    @Test
    void olderFilesHaveOneNumberForASizeAndNoWordOfRescaling() {
        assertEquals(
                "{mean=123.675,116.28,103.53, std=58.395,57.12,57.375, crop=center:0.875, resize=bicubic}",
                huggingFace("""
                {"crop_size": 224, "do_center_crop": true, "do_normalize": true, "do_resize": true, "image_mean": [0.485, 0.456, 0.406],
                 "image_std": [0.229, 0.224, 0.225], "resample": 3, "size": 256}"""));
    }

    @Test
    void theShorterSideIsResizedAndTheMiddleTaken() {
        assertEquals("{mean=0, std=255, crop=center:0.888889, resize=bilinear, channels=bgr}", huggingFace("""
                {"crop_size": {"height": 256, "width": 256}, "do_center_crop": true, "do_flip_channel_order": true, "do_rescale": true,
                 "do_resize": true, "image_processor_type": "MobileViTImageProcessor", "resample": 2, "rescale_factor": 0.00392156862745098,
                 "size": {"shortest_edge": 288}}"""));
        assertEquals(
                "{mean=122.771,116.746,104.094, std=68.5005,66.6322,70.3232, crop=center, resize=bicubic}",
                huggingFace("""
                {"crop_size": 224, "do_center_crop": true, "do_normalize": true, "feature_extractor_type": "CLIPFeatureExtractor",
                 "image_mean": [0.48145466, 0.4578275, 0.40821073], "image_std": [0.26862954, 0.26130258, 0.27577711], "resample": 3,
                 "size": 224}"""));
    }

    @Test
    void convNextCropsUnlessItIsLarge() {
        String file =
                "{\"crop_pct\": 0.875, \"do_rescale\": true, \"image_processor_type\": \"ConvNextImageProcessor\", \"size\": "
                        + "{\"shortest_edge\": %d}}";

        assertEquals("{mean=0, std=255, crop=center:0.875}", huggingFace(file.formatted(224)));
        assertEquals("{mean=0, std=255, crop=squash}", huggingFace(file.formatted(384)));
    }

    @Test
    void aFactorAndAnOffsetGiveMinusOneToOne() {
        assertEquals(
                "{mean=127.5, std=127.5, crop=squash}",
                huggingFace(
                        "{\"do_rescale\": true, \"rescale_factor\": 0.00784313725490196, \"rescale_offset\": true, \"do_normalize\": false}"));
        assertEquals("{mean=0, std=1, crop=squash}", huggingFace("{\"do_rescale\": false, \"do_normalize\": false}"));
    }

    @Test
    void whatCannotBeDoneIsSaid() {
        PreparationBeside deit = find(
                "model.onnx",
                Map.of(
                        "preprocessor_config.json",
                        "{\"do_center_crop\": true, \"crop_size\": {\"height\": 224, \"width\": 224}, \"size\": {\"height\": 256, \"width\": 256}}"));

        assertEquals(Optional.of("squash"), deit.card().text(CardField.CROP));
        assertEquals(
                List.of(
                        "`preprocessor_config.json` expects pictures to be squashed and then cropped, which is not supported; they are not cropped"),
                deit.notes());
    }

    @Test
    void timmResizesToWholePixelsBeforeItCrops() {
        assertEquals(
                "{mean=123.675,116.28,103.53, std=58.395,57.12,57.375, crop=center:0.903226, resize=bicubic}",
                card("config.json", """
                {"architecture": "convnext_atto", "num_classes": 1000, "pretrained_cfg": {"input_size": [3, 224, 224], "crop_pct": 0.9,
                 "crop_mode": "center", "interpolation": "bicubic", "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}}"""));
        assertEquals("{mean=127.5,127.5,127.5, std=127.5,127.5,127.5, crop=squash}", card("config.json", """
                {"mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5], "crop_pct": 1.0, "crop_mode": "squash", "input_size": [3, 448, 448]}"""));
    }

    @Test
    void lobeTakesTheMiddleFromZeroToOne() {
        assertEquals(
                "{inputRange=0..1, crop=center}",
                card("signature.json", "{\"doc_id\": \"0\", \"classes\": {\"Label\": [\"a\", \"b\"]}}"));
    }

    @Test
    void customVisionHasOnnxsPropertiesInAFile() {
        assertEquals("{inputRange=0..255, channels=bgr}", card("metadata_properties.json", """
                {"CustomVision.Preprocess.CropHeight": "0", "CustomVision.Preprocess.CropMethod": "FullImageShorterSide",
                 "CustomVision.Preprocess.NormalizeMean": "[0.0, 0.0, 0.0]", "CustomVision.Preprocess.NormalizeStd": "[1.0, 1.0, 1.0]",
                 "Image.BitmapPixelFormat": "Bgr8", "Image.NominalPixelRange": "NominalRange_0_255"}"""));
        assertEquals(
                "{mean=123.675,116.28,103.53, std=58.395,57.12,57.375, channels=rgb}",
                card("metadata_properties.json", """
                {"CustomVision.Preprocess.NormalizeMean": "[0.485, 0.456, 0.406]", "CustomVision.Preprocess.NormalizeStd": "[0.229, 0.224, 0.225]",
                 "Image.BitmapPixelFormat": "Rgb8", "Image.NominalPixelRange": "Normalized_0_1"}"""));
    }

    @Test
    void teachableMachineIsKnownByItsNumberedLabelsOrItsMetadata() {
        String labels = "0 cat\n1 dog\n";

        assertEquals(
                "center",
                find("model_unquant.tflite", Map.of("labels.txt", labels))
                        .card()
                        .text(CardField.CROP)
                        .orElseThrow());
        assertTrue(find("birds.tflite", Map.of("labels.txt", labels))
                .card()
                .facts()
                .isEmpty());
        assertTrue(find("model.tflite", Map.of("labels.txt", "cat\ndog\n"))
                .card()
                .facts()
                .isEmpty());
        assertEquals(
                "{inputRange=-1..1, crop=center}",
                card("metadata.json", "{\"tmVersion\": \"2.4.10\", \"labels\": [\"cat\", \"dog\"]}"));
    }

    @Test
    void edgeImpulseSaysItInAHeaderOrAsJson() {
        assertEquals(
                "{inputRange=0..1, crop=center}",
                card(
                        "model-parameters/model_metadata.h",
                        "#define EI_CLASSIFIER_INPUT_WIDTH 96\n#define EI_CLASSIFIER_RESIZE_MODE      EI_CLASSIFIER_RESIZE_FIT_SHORTEST\n"));
        assertEquals(
                "{inputRange=0..1, crop=squash}",
                card(
                        "model-parameters.json",
                        "{\"model_parameters\": {\"image_resize_mode\": \"squash\", \"labels\": [\"a\"]}}"));
        Files headers = new Files(Map.of(
                "model-parameters/model_variables.h",
                "const char* ei_classifier_inferencing_categories[] = { \"cat\", \"dog\" };\n"));
        assertEquals(
                List.of("cat", "dog"),
                LabelsBeside.find(headers, "model.tflite", 2).orElseThrow().names());
    }

    @Test
    void filesThatAreDamagedOrStrangeAreNotesAtMost() {
        PreparationBeside damaged = find(
                "model.onnx",
                Map.of("preprocessor_config.json", "{\"image_mean\": [0.5,", "config.json", "unreadable"));
        assertEquals(
                List.of(
                        "`preprocessor_config.json` is not JSON and is ignored",
                        "`config.json` is ignored: permission denied"),
                damaged.notes());
        assertTrue(damaged.card().facts().isEmpty());

        for (String strange : List.of(
                "[]",
                "1",
                "{}",
                "{\"image_mean\": [1, \"a\"], \"image_std\": {}}",
                "{\"image_std\": [0, 0, 0], \"image_mean\": [1, 2]}",
                "{\"do_center_crop\": true, \"size\": {\"shortest_edge\": 0}}",
                "{\"rescale_factor\": 0}",
                "{\"crop_pct\": 1e-9, \"resample\": 1.5e300}")) {
            PreparationBeside found = find("model.onnx", Map.of("preprocessor_config.json", strange));
            found.card().facts().forEach((field, fact) -> assertEquals(Optional.empty(), field.problem(fact.value())));
        }
    }

    @Test
    void namesAreTakenOnlyFromFilesForAsManyClasses() {
        Files files = new Files(Map.of(
                "labels.txt",
                "a\nb\nc\n",
                "birds_labels.txt",
                "owl\nhen\n",
                "dict.txt",
                "x\ny\n",
                "config.json",
                "{\"id2label\": {\"0\": \"LABEL_0\", \"1\": \"LABEL_1\", \"2\": \"LABEL_2\", \"3\": \"LABEL_3\"}}"));

        assertEquals(
                List.of("owl", "hen"),
                LabelsBeside.find(files, "birds.onnx", 2).orElseThrow().names());
        assertEquals(
                List.of("x", "y"),
                LabelsBeside.find(files, "fish.onnx", 2).orElseThrow().names());
        assertEquals(
                "labels.txt",
                LabelsBeside.find(files, "fish.onnx", 3).orElseThrow().source());
        assertEquals(Optional.empty(), LabelsBeside.find(files, "fish.onnx", 4)); // names that nobody has given
        assertEquals(Optional.empty(), LabelsBeside.find(files, "fish.onnx", 5));
    }
}
