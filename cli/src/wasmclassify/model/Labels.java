package wasmclassify.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import wasmclassify.error.ModelException;
import wasmclassify.file.FileBytes;

/**
 * The names of a model's classes.
 *
 * @param source where they come from, for messages
 * @param names line i of the source, counted from 0, names class i
 * @param isBundled whether the source is part of this program
 */
public record Labels(String source, List<String> names, boolean isBundled) {
    static final int LARGEST_FILE = 16 << 20;

    /** Labels of the user's. */
    public Labels(String source, List<String> names) {
        this(source, names, false);
    }

    /** @throws ModelException if the file cannot be read or is not UTF-8 text */
    public static Labels read(Path file) {
        try {
            return new Labels(file.toString(), lines(FileBytes.read(file, LARGEST_FILE)));
        } catch (CharacterCodingException e) {
            throw new ModelException("label file `" + file + "`: not UTF-8 text", e);
        } catch (IOException e) {
            throw new ModelException("label file `" + file + "`: " + e.getMessage(), e);
        }
    }

    /** Labels that are part of this program. */
    static Labels bundled(String resource) {
        return new Labels(resource, resourceLines(resource), true);
    }

    private static List<String> resourceLines(String resource) {
        try (InputStream in = Labels.class.getResourceAsStream(resource)) {
            return lines(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What WordNet, and so ImageNet's folders, call the classes, such as {@code n07749582}; empty where that is not known. */
    public List<String> wordNetIds() {
        if (!isBundled) {
            return List.of();
        }
        List<String> ids = resourceLines(source.replace(".txt", "-wordnet-ids.txt"));
        return ids.subList(ids.size() - names.size(), ids.size());
    }

    /** The lines of a UTF-8 text, without its byte order mark and its empty end. */
    static List<String> lines(byte[] bytes) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return withoutMark.stripTrailing().lines().map(String::strip).toList();
    }

    /**
     * These labels, if there is one for each class.
     *
     * @throws ModelException otherwise, with both numbers
     */
    public Labels require(int classes) {
        if (names.size() != classes) {
            throw new ModelException("label file `" + source + "` has " + names.size() + " labels but the model has " + classes
                    + " classes; give the model's own labels with --labels FILE");
        }
        return this;
    }

    /** The same labels without the first {@code count}. */
    Labels skip(int count) {
        return new Labels(source, names.subList(Math.min(count, names.size()), names.size()), isBundled);
    }
}
