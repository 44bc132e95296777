package io.github.wasmclassify.classify;

import java.time.Duration;

/**
 * What opening a classifier took.
 *
 * @param module until the compiled module and its engine were there
 * @param guest until an instance of the module ran
 * @param model until that instance had loaded the model
 */
public record StartTimes(Duration module, Duration guest, Duration model) {}
