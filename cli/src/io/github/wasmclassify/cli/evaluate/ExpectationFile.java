package io.github.wasmclassify.cli.evaluate;

import io.github.wasmclassify.cli.error.InputException;
import io.github.wasmclassify.cli.input.FileInput;
import io.github.wasmclassify.cli.input.PassedOver;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Pictures and their classes in a CSV file. The whole file is read once in advance, so that its errors are known before
 * any picture is classified, and again during the run.
 */
public final class ExpectationFile implements LabelledPictures {
    private final Path file;
    private final Map<String, String> labels = new LinkedHashMap<>();
    private long count;
    private int mostTop;

    private ExpectationFile(Path file) {
        this.file = file;
    }

    /** @throws InputException naming the line, if it cannot be used */
    public static ExpectationFile read(Path file) {
        ExpectationFile result = new ExpectationFile(file);
        try (ExpectationTable table = ExpectationTable.open(file)) {
            table.forEachRemaining(result::note);
        }
        if (result.count == 0) {
            throw new InputException("`" + file + "`: no pictures are listed below the header");
        }
        return result;
    }

    private void note(ExpectationTable.Row row) {
        count++;
        mostTop = Math.max(mostTop, row.top());
        labels.putIfAbsent(row.label(), file + ":" + row.line());
    }

    @Override
    public Map<String, String> labels() {
        return Collections.unmodifiableMap(labels);
    }

    @Override
    public long count() {
        return count;
    }

    /** The largest number of best classes that a row allows. */
    public int mostTop() {
        return mostTop;
    }

    @Override
    public Stream<LabelledPicture> open(Map<String, Integer> classes, PassedOver passedOver) {
        ExpectationTable table = ExpectationTable.open(file);
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(table, Spliterator.ORDERED), false)
                .map(row -> labelled(row, classes))
                .onClose(table::close);
    }

    private LabelledPicture labelled(ExpectationTable.Row row, Map<String, Integer> classes) {
        Integer classIndex = classes.get(row.label());
        if (classIndex == null) {
            throw new InputException(file + ":" + row.line() + ": the file changed during the run");
        }
        return new LabelledPicture(
                new FileInput(row.picture()), new Expectation(classIndex, row.minConfidence(), row.top()));
    }
}
