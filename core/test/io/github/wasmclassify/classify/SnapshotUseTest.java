package io.github.wasmclassify.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.file.FileState;
import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.InputRange;
import io.github.wasmclassify.model.card.ModelCard;
import io.github.wasmclassify.snapshot.SnapshotFolder;
import io.github.wasmclassify.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The second run answers as the first, to the last bit, whatever became of its snapshot or of the model between the
 * two.
 */
class SnapshotUseTest {
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    private static final int SIZE = 1 << 17;
    private static final long PATIENCE_MILLIS = 20_000;

    private final SnapshotFolder folder = SnapshotFolder.ofUser();

    @TempDir
    private Path scratch;

    private Path model;

    @BeforeEach
    void begin() throws Exception {
        removeSnapshots();
        model = Files.write(scratch.resolve("model.tflite"), padded("mobile_float32"));
        settle();
    }

    /** A model with so many zeros behind it that all have the same size. */
    private static byte[] padded(String name) throws IOException {
        Path file = TestFiles.ROOT.resolve("wasm/tests/data/tflite/" + name + ".tflite");
        return Arrays.copyOf(Files.readAllBytes(file), SIZE);
    }

    @AfterEach
    void removeSnapshots() throws IOException {
        for (Path file : folder.files()) {
            Files.delete(file);
        }
    }

    /** Waits until a change of the model would show in its state. */
    private void settle() throws Exception {
        while (!FileState.of(model).isSettled()) {
            Thread.sleep(100);
        }
    }

    private ClassifierOptions.Builder options(Engine engine) {
        return ClassifierOptions.builder()
                .model(model.toString())
                .engine(engine)
                .card(ModelCard.EMPTY.with(CardField.LABELS, "none", "test"))
                .top(5)
                .snapshots(true);
    }

    private static List<Prediction> answers(ClassifierOptions.Builder options) {
        try (Classifier classifier = Classifier.open(options.build())) {
            return classifier
                    .classify(TestFiles.ROOT.resolve("samples/lemon.png"))
                    .predictions();
        }
    }

    /** The snapshot that is there soon, and whose time says that it was not used for long. */
    private Path unusedSnapshot() throws Exception {
        long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (folder.files().isEmpty()) {
            assertTrue(System.currentTimeMillis() < deadline, "no snapshot was written");
            Thread.sleep(20);
        }
        assertEquals(1, folder.files().size());
        Path snapshot = folder.files().get(0);
        Files.setLastModifiedTime(snapshot, FileTime.from(LONG_AGO));
        return snapshot;
    }

    private static boolean wasUsed(Path snapshot) throws IOException {
        return Files.getLastModifiedTime(snapshot).toInstant().isAfter(LONG_AGO);
    }

    @ParameterizedTest
    @EnumSource(
            value = Engine.class,
            names = {"WASM", "SIMD"})
    void theSecondRunUsesTheSnapshotOfTheFirst(Engine engine) throws Exception {
        List<Prediction> first = answers(options(engine));
        Path snapshot = unusedSnapshot();

        assertEquals(first, answers(options(engine)));

        assertTrue(wasUsed(snapshot));
        assertEquals(first, answers(options(engine).snapshots(false)));
    }

    @Test
    void aDamagedSnapshotIsMadeAnew() throws Exception {
        List<Prediction> first = answers(options(Engine.WASM));
        Path snapshot = unusedSnapshot();
        byte[] content = Files.readAllBytes(snapshot);
        content[content.length / 2] ^= 1;
        Files.write(snapshot, content);

        assertEquals(first, answers(options(Engine.WASM)));

        assertEquals(first, answers(options(Engine.WASM)));
    }

    @Test
    void aModelThatWasChangedInPlaceAndGivenItsOldTimeIsLoadedAnew() throws Exception {
        List<Prediction> first = answers(options(Engine.WASM));
        Path snapshot = unusedSnapshot();
        FileTime time = Files.getLastModifiedTime(model);
        Files.write(model, padded("branches_float32"));
        Files.setLastModifiedTime(model, time);

        List<Prediction> changed = answers(options(Engine.WASM));

        assertNotEquals(first, changed);
        assertEquals(answers(options(Engine.WASM).snapshots(false)), changed);
        assertEquals(LONG_AGO, Files.getLastModifiedTime(snapshot).toInstant());
    }

    @Test
    void otherOptionsHaveAnotherSnapshot() throws Exception {
        List<Prediction> first = answers(options(Engine.WASM).inputRange(InputRange.parse("0..1")));
        unusedSnapshot();

        List<Prediction> second = answers(options(Engine.WASM).inputRange(InputRange.parse("-1..1")));

        assertNotEquals(first, second);
        assertEquals(
                second,
                answers(options(Engine.WASM)
                        .inputRange(InputRange.parse("-1..1"))
                        .snapshots(false)));
    }

    @Test
    void aModelThatHasJustBeenWrittenGetsNone() throws Exception {
        Files.setLastModifiedTime(model, FileTime.from(Instant.now()));

        answers(options(Engine.WASM));

        Thread.sleep(500); // none is being written
        assertEquals(List.of(), folder.files());
    }

    @Test
    void theLibraryKeepsNoneUnlessTold() throws Exception {
        answers(ClassifierOptions.builder().engine(Engine.WASM));

        Thread.sleep(500);
        assertEquals(List.of(), folder.files());
    }

    @Test
    void aGuestThatMayNotGrowSoFarIsNotRestored() throws Exception {
        List<Prediction> first = answers(options(Engine.WASM));
        Path snapshot = unusedSnapshot();
        long limit = 16 << 20;

        assertEquals(first, answers(options(Engine.WASM).maxMemory(limit)));

        assertTrue(wasUsed(snapshot));
    }
}
