package io.github.wasmclassify.net.download;

import io.github.wasmclassify.net.WebAnswer;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a file that a response holds.
 *
 * @param start of the part
 * @param total size of the file, if the server says so
 */
record ContentRange(long start, OptionalLong total) {
    private static final Pattern FORM = Pattern.compile("bytes ([0-9]{1,18})-[0-9]{1,18}/([0-9]{1,18}|[*])");

    static ContentRange of(WebAnswer answer) {
        if (answer.status() != 206) {
            return new ContentRange(0, answer.length());
        }
        Matcher range = FORM.matcher(answer.header("Content-Range").orElse(""));
        if (!range.matches()) {
            return new ContentRange(-1, OptionalLong.empty());
        }
        boolean isKnown = !range.group(2).equals("*");
        OptionalLong total = isKnown ? OptionalLong.of(Long.parseLong(range.group(2))) : OptionalLong.empty();
        return new ContentRange(Long.parseLong(range.group(1)), total);
    }

    void requireStart(long expected) throws IOException {
        if (start != expected) {
            throw new IOException("the server sends another part of the file than asked for");
        }
    }

    void requireTotal(OptionalLong expected, long limit) throws IOException {
        if (total.isPresent() && expected.isPresent() && total.getAsLong() != expected.getAsLong()) {
            throw new IOException("the server offers " + total.getAsLong() + " bytes, but the catalogue states "
                    + expected.getAsLong());
        }
        if (total.isPresent() && total.getAsLong() > limit) {
            throw new IOException(
                    "the server offers " + total.getAsLong() + " bytes, which is more than the limit of " + limit);
        }
    }
}
