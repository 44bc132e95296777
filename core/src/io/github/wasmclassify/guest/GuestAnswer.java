package io.github.wasmclassify.guest;

import io.github.wasmclassify.image.Pixels;
import java.util.Optional;

/**
 * The guest's answer for one picture.
 *
 * @param indices of the classes, best first
 * @param scores their scores, in the same order
 * @param width of the picture as displayed, in pixels
 * @param height of the picture as displayed, in pixels
 * @param decodeMillis time for decoding
 * @param resizeMillis time for resizing to the model's input
 * @param inferenceMillis time for running the network
 * @param thumbnail of the picture, where the guest was asked for one
 */
public record GuestAnswer(
        int[] indices,
        float[] scores,
        int width,
        int height,
        double decodeMillis,
        double resizeMillis,
        double inferenceMillis,
        Optional<Pixels> thumbnail) {
    /** This answer, with the time that the host took for resizing added. */
    GuestAnswer resizedIn(double millis) {
        return new GuestAnswer(
                indices, scores, width, height, decodeMillis, resizeMillis + millis, inferenceMillis, thumbnail);
    }

    /** This answer, with the time that the host took for decoding. */
    public GuestAnswer decodedIn(double millis) {
        return new GuestAnswer(indices, scores, width, height, millis, resizeMillis, inferenceMillis, thumbnail);
    }
}
