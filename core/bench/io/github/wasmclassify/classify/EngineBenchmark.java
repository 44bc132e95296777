package io.github.wasmclassify.classify;

import io.github.wasmclassify.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A whole engine on one thread: the network alone, and a picture from its file to the answer. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 6, time = 2)
@Measurement(iterations = 4, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-XX:-DontCompileHugeMethods", "-XX:+UseSerialGC"})
public class EngineBenchmark {
    @Param({"WASM", "SIMD"})
    public Engine engine;

    /** Name or file of a model; default: the built-in one. */
    @Param("")
    public String model;

    private byte[] picture;
    private Classifier classifier;

    @Setup(Level.Trial)
    public void open() throws IOException {
        picture = Files.readAllBytes(TestFiles.SAMPLES.resolve("pizza.jpg"));
        var options = ClassifierOptions.builder().engine(engine).threads(1);
        classifier = Classifier.open(
                model.isEmpty() ? options.build() : options.model(model).build());
        classifier.classify(picture);
    }

    @TearDown(Level.Trial)
    public void close() {
        classifier.close();
    }

    @Benchmark
    public List<LayerTime> network() {
        return classifier.profile();
    }

    /** One of the samples, a JPEG. */
    @Benchmark
    public Classification picture() {
        return classifier.classify(picture);
    }
}
