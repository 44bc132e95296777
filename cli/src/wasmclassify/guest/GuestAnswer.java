package wasmclassify.guest;

/**
 * The guest's answer for one picture.
 *
 * @param indices classes, the best first
 * @param scores their scores, in the same order
 * @param width of the picture as displayed, in pixels
 * @param height of the picture as displayed, in pixels
 * @param decodeMillis time for decoding
 * @param resizeMillis time for resizing to the model's input
 * @param inferenceMillis time for running the network
 */
public record GuestAnswer(
        int[] indices, float[] scores, int width, int height, double decodeMillis, double resizeMillis, double inferenceMillis) {}
