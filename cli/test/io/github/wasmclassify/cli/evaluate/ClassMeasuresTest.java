package io.github.wasmclassify.cli.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.wasmclassify.testing.TestFiles;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Against scikit-learn, see {@code measures-golden.py}. */
class ClassMeasuresTest {
    private static final double ROUNDING = 1e-12;

    /** What scikit-learn says of the pairs; the lines' columns. */
    private record Golden(String[] pairs, List<String[]> lines) {
        List<String[]> lines(String kind) {
            return lines.stream().filter(line -> line[0].equals(kind)).toList();
        }

        Confusion confusion() {
            Confusion confusion = new Confusion();
            Arrays.stream(pairs)
                    .skip(1)
                    .map(pair -> pair.split(":"))
                    .forEach(pair -> confusion.add(Integer.parseInt(pair[0]), Integer.parseInt(pair[1])));
            return confusion;
        }
    }

    private static List<Golden> goldens() throws Exception {
        List<Golden> goldens = new ArrayList<>();
        for (String line : Files.readAllLines(
                TestFiles.ROOT.resolve("cli/test/io/github/wasmclassify/cli/evaluate/measures-golden.tsv"))) {
            String[] columns = line.split("\t");
            if (columns[0].equals("pairs")) {
                goldens.add(new Golden(columns, new ArrayList<>()));
            } else {
                goldens.get(goldens.size() - 1).lines.add(columns);
            }
        }
        return goldens;
    }

    @TestFactory
    List<DynamicTest> measuresAreThoseOfScikitLearn() throws Exception {
        List<Golden> goldens = goldens();
        assertEquals(5, goldens.size());
        return goldens.stream()
                .map(golden -> DynamicTest.dynamicTest(golden.pairs.length - 1 + " pairs", () -> {
                    assertMeasures(golden);
                    assertMatrix(golden);
                }))
                .toList();
    }

    private static void assertMeasures(Golden golden) {
        Confusion confusion = golden.confusion();
        double accuracy = ClassMeasures.share(confusion.hits(), confusion.total());
        assertEquals(Double.parseDouble(golden.lines("accuracy").get(0)[1]), accuracy, ROUNDING);
        List<ClassMeasures> all = ClassMeasures.all(confusion);
        List<String[]> expected = golden.lines("class");
        assertEquals(expected.size(), all.size());
        for (int i = 0; i < all.size(); i++) {
            ClassMeasures found = all.get(i);
            assertValues(expected.get(i), found.classIndex(), found.precision(), found.recall(), found.f1(), (double)
                    found.support());
        }
        assertValues(
                golden.lines("mean").get(0),
                ClassMeasures.mean(confusion, ClassMeasures::precision),
                ClassMeasures.mean(confusion, ClassMeasures::recall),
                ClassMeasures.mean(confusion, ClassMeasures::f1));
    }

    private static void assertMatrix(Golden golden) {
        Confusion confusion = golden.confusion();
        List<Integer> classes = confusion.classes();
        for (int row = 0; row < classes.size(); row++) {
            int truth = classes.get(row);
            double[] counts = classes.stream()
                    .mapToDouble(prediction -> confusion.count(truth, prediction))
                    .toArray();
            assertValues(golden.lines("row").get(row), counts);
        }
    }

    private static void assertValues(String[] line, double... values) {
        double[] expected =
                Arrays.stream(line).skip(1).mapToDouble(Double::parseDouble).toArray();
        assertEquals(expected.length, values.length);
        for (int i = 0; i < values.length; i++) {
            assertEquals(expected[i], values[i], ROUNDING, () -> String.join(" ", line));
        }
    }
}
