package io.github.wasmclassify.training;

/**
 * What a base model makes of a picture.
 *
 * @param digest of the picture's file, in hexadecimal digits
 * @param hash see {@link PerceptualHash}
 * @param features the values before the base model's last layer
 */
public record Embedding(String digest, long hash, float[] features) {}
