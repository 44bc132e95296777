package io.github.wasmclassify.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of HTML with gaps, in Mustache's notation: {@code {{name}}} takes a text, which is escaped, and
 * {@code {{{name}}}} takes HTML as it is.
 */
final class HtmlTemplate {
    private static final Pattern GAP = Pattern.compile("\\{\\{(\\{?)([a-z-]+)}?}}");

    private final String html;

    HtmlTemplate(String html) {
        this.html = html;
    }

    /** A template among the resources of {@code sheet/}. */
    static HtmlTemplate of(String name) {
        return new HtmlTemplate(resource(name));
    }

    /** The text of a resource of {@code sheet/}. */
    static String resource(String name) {
        try (InputStream in = HtmlTemplate.class.getResourceAsStream("sheet/" + name)) {
            // as HTML has it, whatever the system on which this was built
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of our own jar
        }
    }

    /** @throws IllegalArgumentException if the value of a gap is missing */
    String fill(Map<String, ?> values) {
        StringBuilder filled = new StringBuilder();
        int end = 0;
        Matcher gap = GAP.matcher(html);
        while (gap.find()) {
            Object value = values.get(gap.group(2));
            if (value == null) {
                throw new IllegalArgumentException("no value for " + gap.group());
            }
            boolean isHtml = !gap.group(1).isEmpty();
            filled.append(html, end, gap.start()).append(isHtml ? value.toString() : escape(value.toString()));
            end = gap.end();
        }
        return filled.append(html, end, html.length()).toString();
    }

    /** Escapes a text for use in elements and in quoted attributes. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(isCharacter(c) ? c : '\ufffd');
            }
        });
        return escaped.toString();
    }

    /** HTML allows no control characters except white space, and UTF-8 no surrogates. */
    private static boolean isCharacter(int c) {
        return c >= ' ' && c != 0x7f && !(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                || c == '\n'
                || c == '\t';
    }
}
