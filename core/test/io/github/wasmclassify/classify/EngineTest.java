package io.github.wasmclassify.classify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The engines and the pool give the same answers, whatever computes them and on however many threads. */
class EngineTest {
    @Test
    void bothEnginesGiveTheSameProbabilitiesOfTheSamples() throws Exception {
        assertSame(ClassifierOptions.builder().top(200), samples());
    }

    @Test
    void bothEnginesGiveTheSameProbabilitiesOfPhotosWithALargerModel() throws Exception {
        Path model = TestFiles.shared("models/mobilenet_v2_1.0_224_frozen.pb");
        assertSame(
                ClassifierOptions.builder().model(model.toString()).top(1001),
                pictures(TestFiles.shared("photos")).subList(0, 12));
    }

    private static void assertSame(ClassifierOptions.Builder options, List<Path> pictures) {
        options.decoder(Decoder.GUEST); // decoders differ by a few levels
        try (Classifier wasm = Classifier.open(options.engine(Engine.WASM).build());
                Classifier simd = Classifier.open(options.engine(Engine.SIMD).build());
                Classifier split =
                        Classifier.open(options.engine(Engine.SIMD).threads(3).build())) {
            for (Path picture : pictures) {
                float[] expected = byClass(wasm.classify(picture));
                assertArrayEquals(expected, byClass(simd.classify(picture)), 1e-4f, picture.toString());
                assertArrayEquals(expected, byClass(split.classify(picture)), 1e-4f, picture.toString());
            }
        }
    }

    private static float[] byClass(Classification result) {
        float[] scores = new float[result.predictions().size()];
        result.predictions().forEach(prediction -> scores[prediction.index()] = prediction.score());
        return scores;
    }

    @Test
    void aPoolGivesEachPictureTheAnswerThatOneClassifierGives() throws Exception {
        ClassifierOptions options = ClassifierOptions.builder().build();
        List<Path> pictures = samples();
        try (Classifier one = Classifier.open(options);
                ClassifierPool pool = ClassifierPool.open(options, 3, Duration.ZERO)) {
            var results = pictures.stream().map(pool::submit).toList();
            for (int i = 0; i < pictures.size(); i++) {
                assertEquals(
                        one.classify(pictures.get(i)).predictions(),
                        results.get(i).join().predictions());
            }
        }
    }

    @Test
    void theLastClassifierOfAnEngineEndsItsThreads() throws Exception {
        ClassifierOptions options =
                ClassifierOptions.builder().engine(Engine.SIMD).threads(4).build();
        List<Thread> before = kernelThreads();
        Classifier first = Classifier.open(options);
        Classifier second = first.another();
        List<Thread> started = kernelThreads();
        started.removeAll(before);

        first.close();
        first.close();
        assertEquals(3, started.stream().filter(Thread::isAlive).count());
        second.close();

        for (Thread thread : started) {
            thread.join(5_000);
            assertFalse(thread.isAlive(), thread.getName());
        }
    }

    private static List<Thread> kernelThreads() {
        List<Thread> threads = new ArrayList<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(thread -> !thread.getName().startsWith("kernels-"));
        return threads;
    }

    @Test
    void aPictureThatFailsInAPoolFailsAlone() throws Exception {
        Path text = Files.writeString(Files.createTempFile("picture", ".jpg"), "no picture");
        try (ClassifierPool pool =
                ClassifierPool.open(ClassifierOptions.builder().build(), 2, Duration.ZERO)) {
            var failed = pool.submit(text);
            var good = pool.submit(samples().get(0));

            assertNotNull(good.join().best());
            assertInstanceOf(
                    PictureException.class,
                    assertThrows(CompletionException.class, failed::join).getCause());
        } finally {
            Files.delete(text);
        }
    }

    private static List<Path> samples() throws IOException {
        return pictures(TestFiles.SAMPLES);
    }

    private static List<Path> pictures(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> extensions = List.of("jpg", "jpeg", "png", "gif", "webp");
            return new ArrayList<>(files.filter(file -> extensions.contains(
                            file.toString().replaceAll(".*\\.", "").toLowerCase(Locale.ROOT)))
                    .sorted()
                    .toList());
        }
    }
}
