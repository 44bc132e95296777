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
    /** The verdict on a picture whose best class is below a threshold. */
    public static final String UNKNOWN = "unknown";

    public Prediction best() {
        return predictions.get(0);
    }

    /** Whether the best class reaches a threshold. */
    public boolean reaches(double threshold) {
        return best().score() >= threshold;
    }

    /** The best class's label, or {@link #UNKNOWN} where its score is below the threshold. */
    public String verdict(double threshold) {
        return reaches(threshold) ? best().label() : UNKNOWN;
    }
}
