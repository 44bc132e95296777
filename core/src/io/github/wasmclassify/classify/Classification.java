package io.github.wasmclassify.classify;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a picture shows.
 *
 * @param predictions the best classes, the best first; never empty
 * @param width of the picture as displayed, in pixels
 * @param height of the picture as displayed, in pixels
 * @param decode time for decoding the picture
 * @param resize time for resizing it to the model's input
 * @param inference time for running the network
 * @param warm whether the same classifier has classified others before: the time of its first picture is mostly
 *     compilation
 * @param thumbnail of the picture, where {@link ClassifierOptions#thumbnail} asks for one
 */
public record Classification(
        List<Prediction> predictions,
        int width,
        int height,
        Duration decode,
        Duration resize,
        Duration inference,
        boolean warm,
        Optional<Thumbnail> thumbnail) {
    public Prediction best() {
        return predictions.get(0);
    }
}
