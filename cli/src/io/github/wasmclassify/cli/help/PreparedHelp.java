package io.github.wasmclassify.cli.help;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Help.Ansi;

/**
 * A help text that picocli has rendered when the program was built, with colours. To render one takes picocli several
 * times as long as the rest of the start.
 */
public final class PreparedHelp {
    private static final String HELP = "help";
    private static final Pattern COMMAND = Pattern.compile("[a-z]+");
    /** What picocli's colours are made of. */
    private static final Pattern STYLE = Pattern.compile("\u001b\\[[0-9;]*m");

    private final String text;

    private PreparedHelp(String text) {
        this.text = text;
    }

    /**
     * The text that a command line asks for. Empty if it asks for anything else, or if there is none for this command
     * or for the terminal's width.
     */
    public static Optional<PreparedHelp> askedFor(String... arguments) {
        List<String> words = List.of(arguments);
        String last = words.isEmpty() ? HELP : words.get(words.size() - 1);
        if (last.equals("-h") || last.equals("--help")) {
            return find(words.subList(0, words.size() - 1), last.equals("-h"));
        }
        boolean isHelp = words.isEmpty() || words.get(0).equals(HELP);
        return isHelp ? find(words.subList(Math.min(1, words.size()), words.size()), false) : Optional.empty();
    }

    private static Optional<PreparedHelp> find(List<String> command, boolean isBrief) {
        if (!command.stream().allMatch(word -> COMMAND.matcher(word).matches())) {
            return Optional.empty();
        }
        try (InputStream in = PreparedHelp.class.getResourceAsStream(resource(command, isBrief, HelpWidth.COLUMNS))) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(new PreparedHelp(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The widths that texts are prepared for: without a terminal, and on most terminals. */
    public static List<Integer> widths() {
        return List.of(HelpWidth.USUAL, HelpWidth.MOST);
    }

    /**
     * Where a text is, from this class.
     *
     * @param command the names after the program's
     */
    public static String resource(List<String> command, boolean isBrief, int width) {
        String name = String.join("-", command);
        return "prepared/" + width + (isBrief ? "-brief/" : "/") + (name.isEmpty() ? HELP + "-all" : name) + ".txt";
    }

    /** In colour if picocli's own help would be. */
    public void print(PrintStream out) {
        out.print(Ansi.AUTO.enabled() ? text : plain());
    }

    String plain() {
        return STYLE.matcher(text).replaceAll("");
    }
}
