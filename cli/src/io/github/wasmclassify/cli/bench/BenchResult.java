package io.github.wasmclassify.cli.bench;

import io.github.wasmclassify.classify.LayerTime;
import java.util.List;
import java.util.Optional;

/**
 * The result of a measurement.
 *
 * @param machine that it ran on
 * @param model name or file
 * @param engine that computed
 * @param threads that worked on one picture
 * @param pictures that were classified
 * @param warmUpRuns runs before the measurement
 * @param runs measured runs, one picture each
 * @param milliseconds for one picture: each phase, and the whole from the file's bytes to the answer
 * @param throughput of many pictures at once
 * @param startMilliseconds from the start of the JVM to the first answer
 * @param peakMemoryMib peak resident memory while single pictures were classified
 * @param layers the median time of each layer, in the order in which they run; absent unless asked for
 */
record BenchResult(
        Machine machine,
        String model,
        String engine,
        int threads,
        String pictures,
        int warmUpRuns,
        int runs,
        Phases milliseconds,
        Throughput throughput,
        StartUp startMilliseconds,
        double peakMemoryMib,
        Optional<List<LayerTime>> layers) {
    record Phases(Percentiles decode, Percentiles resize, Percentiles inference, Percentiles total) {}

    /** @param guests that worked at the same time, each with one thread and its own pictures */
    record Throughput(int guests, double imagesPerSecond) {}

    /**
     * @param jvm from its start until the command ran
     * @param module until the compiled module and its engine were ready
     * @param guest until an instance of the module ran
     * @param model until it had loaded the model
     * @param firstPicture until it had classified its first picture
     */
    record StartUp(double jvm, double module, double guest, double model, double firstPicture) {
        double total() {
            return jvm + module + guest + model + firstPicture;
        }
    }
}
