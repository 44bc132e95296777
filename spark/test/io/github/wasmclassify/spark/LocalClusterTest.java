package io.github.wasmclassify.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.testing.TestFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job on executors that are processes of their own. */
class LocalClusterTest {
    private static final int PICTURES = 60;

    private static final Path POCKET = TestFiles.ROOT.resolve("models/pocket.pb");
    private static final Path LABELS = TestFiles.ROOT.resolve("labels/pocket.txt");

    @TempDir
    private Path folder;

    @Test
    void executorThatIsKilledLosesNothing() throws Exception {
        Path pictures = Files.createDirectories(folder.resolve("pictures"));
        for (int i = 0; i < PICTURES; i++) {
            Files.copy(TestFiles.PICTURES.resolve("gray.png"), pictures.resolve(i + ".png"));
        }
        SparkSession session = TestSession.cluster();
        try {
            session.conf().set("spark.sql.files.maxPartitionBytes", 3 * (128 << 10)); // about 3 pictures
            Killer killer = new Killer();
            session.sparkContext().addSparkListener(killer);

            JobOutput output = JobOutput.of(folder.resolve("output"), "--input", pictures.toString());

            assertTrue(killer.hasSeenItEnd.get(), "no executor was lost");
            assertEquals(0, output.exitCode(), output::toString);
            assertEquals(PICTURES, output.rows(session).size()); // which refuses a path that occurs twice
            assertTrue(
                    output.messages().get(0).startsWith(PICTURES + " pictures classified, 0 failed"), output::toString);
        } finally {
            session.stop();
        }
    }

    /** Its labels lie beside it. */
    @Test
    void executorsGetTheModelOfTheDriver() throws Exception {
        Path model = Files.copy(POCKET, folder.resolve("it's mine.pb"));
        Files.copy(LABELS, folder.resolve("labels.txt"));
        SparkSession session = TestSession.cluster();
        try {
            assertLemonIsClassified(session, "--model", model.toString());
        } finally {
            session.stop();
        }
    }

    @Test
    void executorsGetTheFilesOfSparkSubmit() throws Exception {
        SparkSession session = TestSession.cluster();
        try {
            // as spark-submit does with --files
            session.sparkContext().addFile(POCKET.toString());
            session.sparkContext().addFile(LABELS.toString());

            assertLemonIsClassified(session, "--model", "pocket.pb", "--card", "labels=pocket.txt");
        } finally {
            session.stop();
        }
    }

    private void assertLemonIsClassified(SparkSession session, String... modelOptions) throws Exception {
        Stream<String> input =
                Stream.of("--input", TestFiles.SAMPLES.resolve("lemon.png").toString());

        JobOutput output = JobOutput.of(
                folder.resolve("output"),
                Stream.concat(input, Stream.of(modelOptions)).toArray(String[]::new));

        assertEquals(0, output.exitCode(), output::toString);
        assertEquals("lemon", output.rows(session).get("lemon.png").getAs("verdict"));
    }

    /** Kills an executor when the first task has ended. */
    private static final class Killer extends SparkListener {
        private final AtomicBoolean hasKilled = new AtomicBoolean();
        private final AtomicBoolean hasSeenItEnd = new AtomicBoolean();

        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            if (hasKilled.compareAndSet(false, true)) {
                ProcessHandle.current()
                        .children()
                        .filter(child -> child.info().command().orElse("").endsWith("java"))
                        .findFirst()
                        .orElseThrow()
                        .destroyForcibly();
            }
        }

        @Override
        public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
            hasSeenItEnd.set(true);
        }
    }
}
