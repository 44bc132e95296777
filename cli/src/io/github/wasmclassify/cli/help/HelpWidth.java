package io.github.wasmclassify.cli.help;

import io.github.wasmclassify.cli.report.Terminal;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The width of help texts: the terminal's, within readable limits. */
final class HelpWidth {
    private static final int LEAST = 60;
    static final int MOST = 100;
    static final int USUAL = 80;

    static final int COLUMNS = columns();

    private HelpWidth() {}

    private static int columns() {
        int columns = number(System.getenv("COLUMNS")).or(HelpWidth::ofTerminal).orElse(USUAL);
        return Math.max(LEAST, Math.min(MOST, columns));
    }

    /** The terminal's width according to {@code stty}, if there is a terminal. */
    private static Optional<Integer> ofTerminal() {
        File terminal = new File("/dev/tty");
        if (!Terminal.isStdin() || !Terminal.isStdout() || !terminal.exists()) {
            return Optional.empty();
        }
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(terminal)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String size = new String(stty.getInputStream().readNBytes(100), StandardCharsets.US_ASCII).strip();
            return stty.waitFor(1, TimeUnit.SECONDS) ? number(size.substring(size.indexOf(' ') + 1)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // there is no stty
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<Integer> number(String text) {
        return text != null && text.matches("[1-9][0-9]{0,4}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }
}
