package wasmclassify.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import wasmclassify.TestFiles;
import wasmclassify.error.PictureException;

/**
 * Odd and broken pictures from public decoder test suites and fuzz corpora. Each is classified, or refused with one line; Pillow's size of
 * a picture is the right one. By default one in {@value #DEFAULT_STEP} is tried; {@code scripts/check-corpora.sh} tries all.
 */
class CorporaTest {
    private static final int DEFAULT_STEP = 10;
    private static final int STEP = Integer.getInteger("corpora.step", DEFAULT_STEP);
    private static final Path GOOD_PICTURE = TestFiles.SAMPLES.resolve("lemon.png");

    /** What became of the pictures of one folder and kind. */
    private static final class Counts {
        private int files;
        private int decoded;
        private int refused;
        private int wrong;
        private int refusedByUsAlone;
    }

    private final Map<String, Counts> table = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private String slowest = "";
    private long slowestMillis;

    @ParameterizedTest
    @EnumSource(value = Decoder.class, names = {"HOST", "GUEST"})
    @Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void everyPictureIsClassifiedOrRefusedWithOneLine(Decoder decoder) throws Exception {
        Path folder = TestFiles.shared("corpora");
        List<String> lines = Files.readAllLines(folder.resolve("index.tsv"));
        try (Classifier classifier = Classifier.open(ClassifierOptions.builder().decoder(decoder).build())) {
            int good = classifier.classify(GOOD_PICTURE).best().index();
            for (int i = 1; i < lines.size(); i += STEP) {
                String[] columns = lines.get(i).split("\t");
                boolean isClassified = tryPicture(classifier, folder, columns);
                if (!isClassified) {
                    assertEquals(good, classifier.classify(GOOD_PICTURE).best().index(), "the picture after " + columns[0]);
                }
            }
        }
        print(decoder);
        assertFalse(table.isEmpty());
        assertEquals(List.of(), faults);
    }

    private boolean tryPicture(Classifier classifier, Path folder, String[] columns) throws IOException {
        String kind = columns[3].replace("(magic)", "");
        Counts counts = table.computeIfAbsent(columns[0].split("/")[0] + " " + kind, key -> new Counts());
        counts.files++;
        long start = System.nanoTime();
        try {
            Classification found = classifier.classify(folder.resolve(columns[0]));
            counts.decoded++;
            if (columns[7].startsWith("ok") && !isSizeOf(found, columns)) {
                counts.wrong++;
                faults.add(columns[0] + ": " + found.width() + "x" + found.height());
            }
            return true;
        } catch (PictureException e) {
            counts.refused++;
            if (e.getMessage().lines().count() != 1 || e.getMessage().startsWith("the guest ")) {
                faults.add(columns[0] + ": " + e.getMessage());
            }
            if (columns[7].startsWith("ok")) {
                counts.refusedByUsAlone++;
                refusals.add(columns[0] + ": " + e.getMessage());
            }
            return false;
        } finally {
            long millis = (System.nanoTime() - start) / 1_000_000;
            if (millis > slowestMillis) {
                slowestMillis = millis;
                slowest = columns[0];
            }
        }
    }

    /** The index has the size as stored. Pillow makes the screen of a GIF larger where a frame reaches beyond it. */
    private static boolean isSizeOf(Classification found, String[] columns) {
        int[] sides = {found.width(), found.height()};
        int[] expected = {Integer.parseInt(columns[5]), Integer.parseInt(columns[6])};
        boolean isInside = sides[0] <= expected[0] && sides[1] <= expected[1];
        Arrays.sort(sides);
        Arrays.sort(expected);
        return Arrays.equals(sides, expected) || columns[3].equals("GIF") && isInside;
    }

    private void print(Decoder decoder) {
        System.out.printf("%n%-19s %6s %8s %8s %6s %s%n", decoder, "files", "decoded", "refused", "wrong", "refused, but not by Pillow");
        table.forEach((kind, n) -> System.out.printf("%-19s %6d %8d %8d %6d %d%n", kind, n.files, n.decoded, n.refused, n.wrong,
                n.refusedByUsAlone));
        System.out.printf("slowest: %d ms, %s%n", slowestMillis, slowest);
        refusals.forEach(System.out::println);
    }
}
