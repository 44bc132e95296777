package io.github.wasmclassify.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The machine that a measurement ran on.
 *
 * @param cpu the processor's model, if the system tells it
 * @param cores that this JVM may use
 * @param java its version and who built it
 * @param system the operating system
 */
record Machine(String cpu, int cores, String java, String system) {
    static Machine here() {
        return new Machine(
                procLine("cpuinfo", "model name").orElse(System.getProperty("os.arch")),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
                System.getProperty("os.name") + " " + System.getProperty("os.version"));
    }

    /**
     * The peak resident memory of this process in MiB or, if the system does not tell it, the memory that the JVM has
     * reserved now.
     */
    static double peakMemoryMib() {
        return procLine("self/status", "VmHWM")
                .map(line -> Double.parseDouble(line.replace("kB", "").strip()) / 1024)
                .orElseGet(() -> Runtime.getRuntime().totalMemory() / (1024.0 * 1024));
    }

    /** The value of a line {@code key: value} of a file in {@code /proc}, which Linux has. */
    private static Optional<String> procLine(String file, String key) {
        try (var lines = Files.lines(Path.of("/proc", file))) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return cpu + ", " + cores + (cores == 1 ? " core" : " cores") + ", Java " + java + ", " + system;
    }
}
