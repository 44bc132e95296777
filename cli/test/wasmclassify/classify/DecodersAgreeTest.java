package wasmclassify.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import wasmclassify.TestFiles;
import wasmclassify.error.PictureException;
import wasmclassify.guest.Thumbnail;

/**
 * Whether the host's decoder and the guest's see the same in the valid pictures of the corpora, and nothing else where they are known to
 * differ. By default one in {@value #DEFAULT_STEP} is tried; {@code scripts/check-corpora.sh} tries all.
 */
class DecodersAgreeTest {
    private static final int DEFAULT_STEP = 10;
    private static final int STEP = Integer.getInteger("corpora.step", DEFAULT_STEP);
    private static final int SIDE = 64;
    /** Of 255, on average. Colours at half the size are spread in different ways, and JPEG libraries round differently. */
    private static final double TOLERANCE = 3;
    /** Below this, two labels may be as likely as each other. */
    private static final double CONFIDENT = 0.2;

    private static final Map<String, String> KNOWN = Map.ofEntries(
            Map.entry("e8ae5ac3.jpeg", "refused by the guest: a JPEG segment of length 0"),
            Map.entry("232a4c35.jpg", "refused by the guest: a JPEG segment cut short"),
            Map.entry("1169ff4e.jpg", "refused by the guest: JPEG channels of different heights in scans of their own"),
            Map.entry("a72258f7.jpg", "refused by the guest: JPEG channels of different heights in scans of their own"),
            Map.entry("0432ebcb.gif", "refused by the guest: a GIF without a palette"),
            Map.entry("21a909fd.bmp", "refused by the guest: a compressed BMP that is stored top down"),
            Map.entry("5cc37e00.jpeg", "the first scan of a progressive JPEG, which the host's library smooths"),
            Map.entry("983328bc.jpeg", "the first two scans of a progressive JPEG, which the host's library smooths"),
            Map.entry("e065a63e.jpeg", "the first three scans of a progressive JPEG, which the host's library smooths"),
            Map.entry("4cfeea1d.jpg", "a damaged JPEG, garbled in either way"),
            Map.entry("b02d71b4.jpg", "a JPEG of 4x4 pixels, whose colours, at half the size, are spread differently"));

    @Test
    void bothDecodersSeeTheSame() throws Exception {
        List<Path> pictures;
        try (Stream<Path> files = Files.list(TestFiles.shared("corpora/valid"))) {
            pictures = files.sorted().toList();
        }
        Map<String, String> found = new TreeMap<>();
        Set<String> expected = new TreeSet<>();
        int decoded = 0;
        try (Classifier host = classifier(Decoder.HOST); Classifier guest = classifier(Decoder.GUEST)) {
            for (int i = 0; i < pictures.size(); i += STEP) {
                String key = pictures.get(i).toString().replaceAll(".*__", "");
                if (KNOWN.containsKey(key)) {
                    expected.add(key);
                }
                Optional<Classification> one = classify(host, pictures.get(i));
                Optional<Classification> other = classify(guest, pictures.get(i));
                decoded += one.isPresent() ? 1 : 0;
                difference(one, other).ifPresent(difference -> found.put(key, difference));
            }
        }
        System.out.println(decoded + " valid pictures decoded on the host");
        found.forEach((key, difference) -> System.out.println(key + ": " + difference + " (" + KNOWN.get(key) + ")"));
        assertTrue(decoded > 0);
        assertEquals(expected, found.keySet());
    }

    private static Classifier classifier(Decoder decoder) {
        return Classifier.open(ClassifierOptions.builder().engine(Engine.WASM).decoder(decoder).thumbnail(SIDE).build());
    }

    private static Optional<Classification> classify(Classifier classifier, Path picture) {
        try {
            return Optional.of(classifier.classify(picture));
        } catch (PictureException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> difference(Optional<Classification> host, Optional<Classification> guest) {
        if (host.isEmpty() || guest.isEmpty()) {
            return host.isEmpty() == guest.isEmpty() ? Optional.empty() : Optional.of(host.isEmpty() ? "guest only" : "host only");
        }
        Thumbnail one = host.get().thumbnail().orElseThrow();
        Thumbnail other = guest.get().thumbnail().orElseThrow();
        if (one.width() != other.width() || one.height() != other.height()) {
            return Optional.of("the sizes of " + host + " and " + guest);
        }
        double levels = meanDifference(one.rgb(), other.rgb());
        Prediction best = host.get().best();
        boolean isSure = best.score() > CONFIDENT;
        boolean isSame = levels <= TOLERANCE && (!isSure || best.index() == guest.get().best().index());
        String labels = best.label() + " and " + guest.get().best().label();
        return isSame ? Optional.empty() : Optional.of(String.format(Locale.ROOT, "%.1f levels, %s", levels, labels));
    }

    private static double meanDifference(byte[] one, byte[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += Math.abs((one[i] & 0xff) - (other[i] & 0xff));
        }
        return sum / one.length;
    }
}
