package io.github.wasmclassify.cli.bench;

import io.github.wasmclassify.classify.Classification;
import io.github.wasmclassify.classify.Classifier;
import io.github.wasmclassify.classify.ClassifierOptions;
import io.github.wasmclassify.classify.LayerTime;
import io.github.wasmclassify.classify.StartTimes;
import io.github.wasmclassify.error.PictureException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Measures classification, first of single pictures, then of as many at once as there are threads.
 *
 * @param options of the classifier, whose threads work on one picture
 * @param optionsOfMany of the classifiers that work at the same time, each with one thread
 * @param pictures taken in turn
 * @param warmUpRuns runs before the measurement, while HotSpot compiles
 * @param runs that are measured
 * @param withLayers whether to measure each layer too
 */
public record Bench(
        ClassifierOptions options,
        ClassifierOptions optionsOfMany,
        List<Picture> pictures,
        int warmUpRuns,
        int runs,
        boolean withLayers) {
    private static final int PROFILES = 20;

    /**
     * @param begun when the command started
     * @throws io.github.wasmclassify.error.ClassifierException as {@link Classifier}
     */
    public BenchReport run(Instant begun) {
        Instant jvmStart =
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
        try (Classifier classifier = Classifier.open(options)) {
            Duration first = timed(classifier, 0).total();
            IntStream.range(0, warmUpRuns).forEach(run -> timed(classifier, run));
            List<Run> measured = IntStream.range(0, runs)
                    .mapToObj(run -> timed(classifier, run))
                    .toList();
            double peakMemoryMib = Machine.peakMemoryMib();
            return new BenchReport(new BenchResult(
                    Machine.here(),
                    options.model(),
                    classifier.engine(),
                    options.threads(),
                    pictures.size() == 1 ? pictures.get(0).name() : pictures.size() + " files",
                    warmUpRuns,
                    runs,
                    phases(measured),
                    options.threads() == 1 ? throughput(measured) : throughputOfMany(),
                    startUp(Duration.between(jvmStart, begun), classifier.startTimes(), first),
                    peakMemoryMib,
                    withLayers ? Optional.of(layers(classifier)) : Optional.empty()));
        }
    }

    private record Run(Classification result, Duration total) {}

    private Run timed(Classifier classifier, int run) {
        Picture picture = pictures.get(run % pictures.size());
        long start = System.nanoTime();
        try {
            Classification result = classifier.classify(picture.file());
            return new Run(result, Duration.ofNanos(System.nanoTime() - start));
        } catch (PictureException e) {
            throw new PictureException(e.reason(), picture.name() + ": " + e.getMessage(), e);
        }
    }

    private static BenchResult.StartUp startUp(Duration jvm, StartTimes start, Duration first) {
        return new BenchResult.StartUp(
                millis(jvm), millis(start.module()), millis(start.guest()), millis(start.model()), millis(first));
    }

    private static BenchResult.Phases phases(List<Run> runs) {
        return new BenchResult.Phases(
                Percentiles.of(runs.stream().map(run -> run.result.decode()).toList()),
                Percentiles.of(runs.stream().map(run -> run.result.resize()).toList()),
                Percentiles.of(runs.stream().map(run -> run.result.inference()).toList()),
                Percentiles.of(runs.stream().map(Run::total).toList()));
    }

    private static BenchResult.Throughput throughput(List<Run> oneAfterTheOther) {
        double millis =
                oneAfterTheOther.stream().mapToDouble(run -> millis(run.total)).sum();
        return new BenchResult.Throughput(1, oneAfterTheOther.size() / millis * 1e3);
    }

    /** One guest per thread; together they do the same number of runs. */
    private BenchResult.Throughput throughputOfMany() {
        int guests = options.threads();
        ExecutorService threads = Executors.newFixedThreadPool(guests);
        List<Classifier> classifiers = new ArrayList<>();
        try {
            classifiers.add(Classifier.open(optionsOfMany));
            while (classifiers.size() < guests) {
                classifiers.add(classifiers.get(0).another());
            }
            onEach(threads, classifiers, 1); // loads the model
            int each = (runs + guests - 1) / guests;
            long start = System.nanoTime();
            onEach(threads, classifiers, each);
            return new BenchResult.Throughput(guests, each * guests / ((System.nanoTime() - start) / 1e9));
        } finally {
            threads.shutdown();
            classifiers.forEach(Classifier::close);
        }
    }

    private void onEach(ExecutorService threads, List<Classifier> classifiers, int count) {
        List<Callable<Void>> tasks = classifiers.stream()
                .<Callable<Void>>map(classifier -> () -> {
                    IntStream.range(0, count).forEach(run -> timed(classifier, run));
                    return null;
                })
                .toList();
        try {
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while measuring", e);
        }
    }

    private List<LayerTime> layers(Classifier classifier) {
        List<List<LayerTime>> profiles = IntStream.range(0, PROFILES)
                .mapToObj(run -> classifier.profile())
                .toList();
        return IntStream.range(0, profiles.get(0).size())
                .mapToObj(layer -> median(profiles, layer))
                .toList();
    }

    private static LayerTime median(List<List<LayerTime>> profiles, int layer) {
        double[] sorted = profiles.stream()
                .mapToDouble(profile -> profile.get(layer).millis())
                .sorted()
                .toArray();
        LayerTime any = profiles.get(0).get(layer);
        return new LayerTime(any.name(), any.op(), any.macs(), sorted[sorted.length / 2]);
    }

    private static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }
}
