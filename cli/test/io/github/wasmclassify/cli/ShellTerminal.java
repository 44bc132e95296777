package io.github.wasmclassify.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A shell in a pseudo-terminal, with somebody at the keys. */
public final class ShellTerminal implements AutoCloseable {
    private static final int SECONDS = 30;

    private final Process process;

    @SuppressWarnings("JdkObsolete") // one thread writes, another reads
    private final StringBuffer screen = new StringBuffer();

    /**
     * Where the program {@code script}, which makes the terminal, is missing, the calling test is skipped.
     *
     * @param command of the shell
     */
    public ShellTerminal(Path folder, Map<String, String> environment, String command) throws IOException {
        ProcessRun.require("script");
        ProcessBuilder builder = new ProcessBuilder(
                        List.of("script", "-qec", "stty cols 200 rows 50; exec " + command, "/dev/null"))
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        process = builder.start();
        Thread reader = new Thread(this::read, "terminal");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (InputStream in = process.getInputStream()) {
            byte[] bytes = new byte[4096];
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                screen.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            screen.append(e); // a test that waits for more shows it
        }
    }

    public void type(String keys) throws IOException {
        process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Waits until this has come to the screen. */
    public void awaitText(String text) throws Exception {
        for (int tries = 0; screen.indexOf(text) < 0; tries++) {
            pause(tries, text);
        }
    }

    /** The first line of a file, once it is there. */
    public String awaitLine(Path file) throws Exception {
        for (int tries = 0; !Files.exists(file) || !Files.readString(file).endsWith("\n"); tries++) {
            pause(tries, file.toString());
        }
        return Files.readString(file).lines().findFirst().orElseThrow();
    }

    private void pause(int tries, String what) throws InterruptedException {
        if (tries > SECONDS * 20) {
            throw new AssertionError("no " + what + " in " + screen);
        }
        Thread.sleep(50);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }
}
