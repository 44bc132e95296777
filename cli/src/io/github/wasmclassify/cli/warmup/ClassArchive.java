package io.github.wasmclassify.cli.warmup;

import io.github.wasmclassify.cli.error.OutputException;
import io.github.wasmclassify.file.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An archive of the classes that the command loads, as the JVM has them in memory once they are parsed and verified,
 * with the JDK's own. It belongs to one Java and one jar. Without it everything works, only more slowly.
 *
 * <p>A static archive, because a dynamic one ({@code -XX:ArchiveClassesAtExit}) makes Java 17 start later than none,
 * and has no room for picocli, whose class files are of Java 5. The ahead-of-time cache of Java 25 cannot hold a module
 * that is loaded after the start.
 */
public final class ClassArchive {
    private final Path file;
    private final String jar = System.getProperty("java.class.path");

    /** @param file where it is written; replaced only when a new archive is complete */
    public ClassArchive(Path file) {
        this.file = file;
    }

    /** Whether the command runs from a jar. An archive holds no class of a folder. */
    public static boolean isPossible() {
        return Files.isRegularFile(Path.of(System.getProperty("java.class.path")));
    }

    /**
     * Writes it. Runs the command several times, which takes a few seconds.
     *
     * @throws OutputException if this Java makes none, or the file cannot be written
     */
    public void make() throws InterruptedException {
        try {
            Path scratch = Files.createTempDirectory("wasm-classify-warmup");
            try {
                dump(scratch, classes(new TrainingRuns(scratch)));
            } finally {
                TrainingRuns.delete(scratch);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new OutputException("cannot write " + file + ": " + e.getMessage());
        }
    }

    /** The names of the classes that any of the runs loads, in the order of their loading. */
    private Set<String> classes(TrainingRuns runs) throws IOException, InterruptedException {
        Set<String> classes = new LinkedHashSet<>();
        Path list = runs.scratch().resolve("classes");
        for (List<String> arguments : runs.commandLines()) {
            Files.deleteIfExists(list);
            List<String> options = new ArrayList<>(List.of("-XX:DumpLoadedClassList=" + list, "-jar", jar));
            options.addAll(arguments);
            java(runs.scratch(), options); // may fail: simd does where the JVM has no vector module
            if (Files.exists(list)) {
                Files.readAllLines(list).stream()
                        // numbers and class loaders of one run mean nothing in another
                        .filter(line -> !line.contains(" source: "))
                        .map(line -> line.replaceFirst(" id: \\d+$", ""))
                        .forEach(classes::add);
            }
        }
        return classes;
    }

    private void dump(Path scratch, Set<String> classes) throws IOException, InterruptedException {
        Path list = Files.write(scratch.resolve("all"), classes);
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        Path unfinished = Files.createTempDirectory(folder, ".warmup").resolve("archive");
        try {
            int exitCode = java(
                    scratch,
                    List.of(
                            "-Xshare:dump",
                            "-XX:SharedClassListFile=" + list,
                            "-XX:SharedArchiveFile=" + unfinished,
                            "-cp",
                            jar));
            if (exitCode != 0 || !Files.exists(unfinished)) {
                throw new OutputException("this Java made no class archive; the command works without one");
            }
            AtomicFile.move(unfinished, file);
        } finally {
            TrainingRuns.delete(unfinished.getParent());
        }
    }

    /** Runs this Java with the options of this JVM, which the archive must be made with. Nothing of it is shown. */
    private static int java(Path scratch, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-XX:SharedArchiveFile") && !option.startsWith("-XX:TieredStop"))
                .forEach(command::add);
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        // whatever the user sets, the runs are the same, and they leave nothing in the user's cache
        builder.environment().keySet().removeIf(name -> name.startsWith("WASM_CLASSIFY_"));
        builder.environment().put("WASM_CLASSIFY_HOME", scratch.resolve("home").toString());
        builder.environment().remove("JDK_JAVA_OPTIONS"); // they are among the options already
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            throw e;
        }
    }
}
