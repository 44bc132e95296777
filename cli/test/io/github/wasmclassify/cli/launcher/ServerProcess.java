package io.github.wasmclassify.cli.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A {@code wasm-classify serve} that is ready. */
final class ServerProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("wasm-classify: serving .* at (https?://\\S+:(\\d+))");

    private final Process process;
    private final BufferedReader stderr;
    private final List<String> lines = new ArrayList<>();
    private final String address;

    private ServerProcess(Process process) throws Exception {
        this.process = process;
        stderr = process.errorReader(StandardCharsets.UTF_8);
        Matcher ready = null;
        while (ready == null || !ready.matches()) {
            String line = stderr.readLine();
            assertTrue(line != null, "ended before it was ready: " + lines);
            lines.add(line);
            ready = READY.matcher(line);
        }
        address = ready.group(1);
    }

    /** Starts one at a free port. */
    static ServerProcess start(InstalledCommand command, Object... options) throws Exception {
        Object[] arguments = Stream.concat(Stream.of("serve", "--port", 0), Stream.of(options))
                .toArray();
        return new ServerProcess(command.process(arguments)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    String address() {
        return address;
    }

    /** What it said on stderr until it was ready. */
    List<String> lines() {
        return lines;
    }

    void signal(String name) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertEquals(0, kill.waitFor());
    }

    int exitCode() throws Exception {
        return InstalledCommand.waitFor(process);
    }

    /** What else it says until it ends. */
    List<String> rest() {
        return stderr.lines().toList();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
