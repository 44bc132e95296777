package io.github.wasmclassify.model.labels;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The text of a label file: UTF-8, or UTF-16 with its byte order mark. */
final class LabelText {
    /**
     * How other files begin that users may confuse with label files, in ISO 8859-1 and lower case, and what they are.
     */
    private static final String[][] STRANGERS = {
        {"pk\3\4", "a zip archive: unpack it"},
        {"\u001f\u008b", "compressed with gzip: unpack it"},
        {"\u0089hdf", "an HDF5 file"},
        {"%pdf", "a PDF document"},
        {"\u0080\2", "a Python pickle: save the names as text"},
        {"\u0080\3", "a Python pickle: save the names as text"},
        {"\u0080\4", "a Python pickle: save the names as text"},
        {"\u0080\5", "a Python pickle: save the names as text"},
        {"{\\rtf", "a rich text document: save it as plain text"},
        {"<!doctype", "a web page: get the file itself"},
        {"<html", "a web page: get the file itself"},
        {"<?xml", "an XML file"},
        {"version https://git-lfs", "a Git LFS pointer: get the file itself with 'git lfs pull'"}
    };

    /** More than the classes of any classifier: each line takes far more memory than its bytes in the file. */
    private static final int MOST_LINES = 1 << 18;

    private LabelText() {}

    /** The text, without the byte order mark. */
    static String decode(byte[] content) {
        String start = new String(content, 0, Math.min(content.length, 64), StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT);
        for (String[] stranger : STRANGERS) {
            if (start.startsWith(stranger[0]) || start.stripLeading().startsWith(stranger[0])) {
                throw new LabelFormatException("not a label file but " + stranger[1]);
            }
        }
        boolean isUtf16 = start.startsWith("\u00fe\u00ff") || start.startsWith("\u00ff\u00fe");
        String text = decode(content, isUtf16 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
        if (text.isBlank()) {
            throw new LabelFormatException("contains no names");
        }
        if (text.indexOf('\0') >= 0) {
            throw new LabelFormatException("not UTF-8 text but binary data, or UTF-16 without its byte order mark");
        }
        if (text.lines().skip(MOST_LINES).findAny().isPresent()) {
            throw new LabelFormatException("has more than " + MOST_LINES + " lines");
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static String decode(byte[] content, Charset charset) {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(content)).toString();
        } catch (CharacterCodingException e) {
            throw new LabelFormatException("not " + charset + " text", e);
        }
    }
}
