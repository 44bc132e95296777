package io.github.wasmclassify.model.labels;

import com.google.gson.JsonElement;
import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.file.FileBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads label files in all the forms that training tools and runtimes write. The content decides the form, not the
 * file's name. Forms with brackets, keys or a header are tried before plain lines.
 */
public final class LabelFile {
    /** In bytes: several times the largest known label file. */
    public static final int LARGEST = 4 << 20;

    /** Structured forms. Each reader returns nothing for a text of another form. */
    private static final List<Function<String, Optional<JsonElement>>> STRUCTURED =
            List.of(BracketedText::read, TextProto::read, YamlNames::read, HeadedTable::read);

    private LabelFile() {}

    /** @throws ModelException if the file cannot be read or understood; says what it looks like */
    public static NamedClasses read(Path file) {
        return read(file, file.toString());
    }

    /**
     * @param source what to call it in messages
     * @throws ModelException if the file cannot be read or understood; says what it looks like
     */
    public static NamedClasses read(Path file, String source) {
        try {
            return parse(FileBytes.read(file, LARGEST), source);
        } catch (IOException | LabelFormatException e) {
            throw new ModelException("label file `" + source + "`: " + e.getMessage(), e);
        }
    }

    /**
     * Reads the content of a label file.
     *
     * @param source for messages
     * @throws LabelFormatException if it cannot be understood; says what it looks like
     */
    public static NamedClasses parse(byte[] content, String source) throws LabelFormatException {
        String text = LabelText.decode(content);
        for (Function<String, Optional<JsonElement>> form : STRUCTURED) {
            Optional<JsonElement> tree = form.apply(text);
            if (tree.isPresent()) {
                return NamesInTree.find(tree.get())
                        .orElseThrow(
                                () -> new LabelFormatException("has a structure in which no class names were found"))
                        .from(source);
            }
        }
        return LineNames.read(text).from(source);
    }
}
