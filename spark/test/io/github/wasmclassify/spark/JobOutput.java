package io.github.wasmclassify.spark;

import static com.github.stefanbirkner.systemlambda.SystemLambda.tapSystemErr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A job's result.
 *
 * @param messages what it says on stderr, without Spark's log and without its progress, which slow machines show
 */
record JobOutput(int exitCode, List<String> messages, Path folder) {
    static JobOutput of(Path folder, String... arguments) throws Exception {
        AtomicInteger exitCode = new AtomicInteger();
        String stderr = tapSystemErr(() -> exitCode.set(
                ClassifyJob.execute(Stream.concat(Stream.of("--output", folder.toString()), Stream.of(arguments))
                        .toArray(String[]::new))));
        List<String> messages = stderr.lines()
                .filter(line -> line.startsWith("wasm-classify: "))
                .map(line -> line.substring("wasm-classify: ".length()))
                .filter(line -> !line.matches("\\d+( of \\d+)? pictures, .*"))
                .toList();
        return new JobOutput(exitCode.get(), messages, folder);
    }

    /** The rows of Parquet files, by the names of the pictures. */
    Map<String, Row> rows(SparkSession session) {
        return session.read().parquet(folder.toString()).collectAsList().stream()
                .collect(Collectors.toMap(row -> name(row.getAs("path")), Function.identity()));
    }

    /** The lines of all text files. */
    List<String> lines() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("part-"))
                    .sorted()
                    .flatMap(JobOutput::lines)
                    .toList();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
