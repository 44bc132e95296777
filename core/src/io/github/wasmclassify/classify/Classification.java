package io.github.wasmclassify.classify;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The result of classifying a picture.
 *
 * @param predictions the best classes, the best first; empty only if {@link ClassifierOptions#features} asks for
 *     features
 * @param width of the picture as displayed, in pixels
 * @param height of the picture as displayed, in pixels
 * @param decode time for decoding the picture
 * @param resize time for resizing it to the model's input
 * @param inference time for running the network
 * @param warm false for the first picture of a classifier: its times are mostly JIT compilation
 * @param features what the network computes from the picture before its last layer, if
 *     {@link ClassifierOptions#features} asks for that; otherwise empty
 * @param thumbnail a small copy of the picture, if {@link ClassifierOptions#thumbnailSide} asks for one
 */
public record Classification(
        List<Prediction> predictions,
        int width,
        int height,
        Duration decode,
        Duration resize,
        Duration inference,
        boolean warm,
        float[] features,
        Optional<Thumbnail> thumbnail) {
    /** The verdict if the score of the best class is below the threshold. */
    public static final String UNKNOWN = "unknown";

    public Prediction best() {
        return predictions.get(0);
    }

    /** Whether the best class reaches a threshold. */
    public boolean reaches(double threshold) {
        return !predictions.isEmpty() && best().score() >= threshold;
    }

    /** The best class's label, or {@link #UNKNOWN} if its score is below the threshold. */
    public String verdict(double threshold) {
        return reaches(threshold) ? best().label() : UNKNOWN;
    }
}
