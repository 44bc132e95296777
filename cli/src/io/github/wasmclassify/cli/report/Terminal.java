package io.github.wasmclassify.cli.report;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells whether streams are terminals. */
public final class Terminal {
    private Terminal() {}

    public static boolean isStdin() {
        return isTerminal(0);
    }

    public static boolean isStdout() {
        return isTerminal(1);
    }

    public static boolean isStderr() {
        return isTerminal(2);
    }

    /** The charset of stdout: UTF-8, or the console's charset on Windows. */
    public static Charset charsetOfStdout() {
        boolean hasCodePage = System.getProperty("os.name", "").startsWith("Windows") && isStdout();
        // the second is what Java 17 calls it
        String name =
                hasCodePage ? System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding")) : null;
        return name != null && Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
    }

    /**
     * Java itself only says whether stdin and stdout are both terminals. That is the fallback if the system has no
     * better answer.
     */
    private static boolean isTerminal(int fileDescriptor) {
        if ("dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + fileDescriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return isConsole(System.console());
        }
    }

    private static boolean isConsole(Console console) {
        try {
            return console != null
                    && (boolean) Console.class.getMethod("isTerminal").invoke(console); // Java 22 and later
        } catch (ReflectiveOperationException e) {
            return true; // before, there was a console only on a terminal
        }
    }
}
