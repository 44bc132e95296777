package io.github.wasmclassify.cli.input;

import io.github.wasmclassify.cli.error.InputException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Names of pictures and directories from a file or stdin, in UTF-8, one per line or each followed by a NUL byte. Empty
 * names are skipped.
 */
final class ListFile implements Iterator<String>, AutoCloseable {
    /** No system has longer names. The limit keeps a file of another kind from filling the memory. */
    private static final int LONGEST_NAME = 1 << 16;

    private final String source;
    private final InputStream in;
    private final boolean isStdin;
    private final int separator;
    private String next;

    private ListFile(String source, InputStream in, boolean nulSeparated) {
        this.source = source;
        this.in = new BufferedInputStream(in);
        isStdin = in == System.in;
        separator = nulSeparated ? 0 : '\n';
    }

    /**
     * @param source a file, or {@code -} for stdin
     * @throws InputException if it cannot be read
     */
    static ListFile open(String source, boolean nulSeparated) {
        if (source.equals(StandardInput.NAME)) {
            return new ListFile("stdin", System.in, nulSeparated);
        }
        try {
            return new ListFile(source, Files.newInputStream(Path.of(source)), nulSeparated);
        } catch (IOException | IllegalArgumentException e) {
            String why = e instanceof NoSuchFileException ? "no such file" : e.getMessage();
            throw new InputException("list `" + source + "`: " + why, e);
        }
    }

    @Override
    public boolean hasNext() {
        try {
            while (next == null) {
                ByteArrayOutputStream name = new ByteArrayOutputStream();
                int b = in.read();
                for (; b >= 0 && b != separator; b = in.read()) {
                    if (name.size() == LONGEST_NAME) {
                        throw new InputException("list `" + source + "`: a name is longer than " + LONGEST_NAME
                                + " bytes; is it a list of files?");
                    }
                    name.write(b);
                }
                String text = name.toString(StandardCharsets.UTF_8);
                String trimmed = separator == '\n' && text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
                if (!trimmed.isEmpty()) {
                    next = trimmed;
                } else if (b < 0) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new InputException("list `" + source + "`: " + e.getMessage(), e);
        }
    }

    @Override
    public String next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        String result = next;
        next = null;
        return result;
    }

    @Override
    public void close() {
        try {
            if (!isStdin) { // which others may still need
                in.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of a stream that was only read
        }
    }
}
