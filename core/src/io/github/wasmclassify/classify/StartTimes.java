package io.github.wasmclassify.classify;

import java.time.Duration;

/**
 * How long opening a classifier took.
 *
 * @param module time until the compiled module and its engine were ready
 * @param guest time until an instance of the module ran
 * @param model time until that instance had loaded the model
 */
public record StartTimes(Duration module, Duration guest, Duration model) {}
