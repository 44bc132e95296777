package io.github.wasmclassify.cli.doctor;

import io.github.wasmclassify.cli.text.Printable;
import java.util.Locale;

/**
 * What an examination found.
 *
 * @param level how serious it is
 * @param subject what was examined
 * @param text what was found and, after a semicolon, what to do about it
 */
public record Finding(Level level, String subject, String text) {
    /** How serious a finding is. */
    public enum Level {
        /** As it should be. */
        OK,
        /** Works, but could be better or should be known. */
        NOTE,
        /** Something that is needed does not work. */
        PROBLEM
    }

    static Finding ok(String subject, String text) {
        return new Finding(Level.OK, subject, text);
    }

    public static Finding note(String subject, String text) {
        return new Finding(Level.NOTE, subject, text);
    }

    /** @param remedy what to do about it */
    public static Finding problem(String subject, String text, String remedy) {
        return new Finding(Level.PROBLEM, subject, text + "; " + remedy);
    }

    /** As one line, for people. */
    @Override
    public String toString() {
        String what = level.name().toLowerCase(Locale.ROOT);
        return what
                + " ".repeat(9 - what.length())
                + Printable.of(subject + ": " + text.replaceAll("\\s*\\R\\s*", " "));
    }
}
