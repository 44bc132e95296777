package io.github.wasmclassify.cli.evaluate;

import io.github.wasmclassify.cli.error.InputException;
import io.github.wasmclassify.cli.input.PassedOver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** Pictures whose classes are known. They are found one by one, because there may be very many. */
public interface LabelledPictures {
    /**
     * The pictures of a directory with one folder per class, or of a table.
     *
     * @throws InputException if it cannot be used
     */
    static LabelledPictures of(Path source) {
        return Files.isDirectory(source) ? LabelledFolders.in(source) : ExpectationFile.read(source);
    }

    /** The texts that name classes, each with its first place, for messages; in the order of these places. */
    Map<String, String> labels();

    /** How many pictures there are; may take long. */
    long count();

    /**
     * The pictures, one after the other. To be closed.
     *
     * @param classes what each of the {@link #labels} means
     * @param passedOver counts the files of folders that may be pictures of other kinds
     */
    Stream<LabelledPicture> open(Map<String, Integer> classes, PassedOver passedOver);
}
