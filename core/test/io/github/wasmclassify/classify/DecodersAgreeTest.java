package io.github.wasmclassify.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.testing.TestFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whether the host's decoder and the guest's see the same in the valid pictures of the corpora, and nothing else where
 * they are known to differ. By default one in {@value #DEFAULT_STEP} is tried; {@code scripts/check-corpora.sh} tries
 * all.
 */
class DecodersAgreeTest {
    private static final int DEFAULT_STEP = 10;
    private static final int STEP = Integer.getInteger("corpora.step", DEFAULT_STEP);
    private static final int SIDE = 64;
    private static final int TOP = 5;
    /** Of 255, for any pixel of a thumbnail. */
    private static final int TOLERANCE = 1;
    /** Two engines sum in another order. */
    private static final double SCORE_TOLERANCE = 1e-4;

    private static final Map<String, String> KNOWN =
            Map.of("21a909fd.bmp", "refused by the guest: a compressed BMP that is stored top down");

    @Test
    void bothDecodersSeeTheSame() throws Exception {
        List<Path> pictures;
        try (Stream<Path> files = Files.list(TestFiles.shared("corpora/valid"))) {
            pictures = files.sorted().toList();
        }
        Map<String, String> found = new TreeMap<>();
        Set<String> expected = new TreeSet<>();
        int decoded = 0;
        try (Classifier host = classifier(Decoder.HOST);
                Classifier guest = classifier(Decoder.GUEST)) {
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
        return Classifier.open(ClassifierOptions.builder()
                .engine(Engine.WASM)
                .decoder(decoder)
                .thumbnailSide(SIDE)
                .build());
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
            return host.isEmpty() == guest.isEmpty()
                    ? Optional.empty()
                    : Optional.of(host.isEmpty() ? "guest only" : "host only");
        }
        Thumbnail one = host.get().thumbnail().orElseThrow();
        Thumbnail other = guest.get().thumbnail().orElseThrow();
        if (one.width() != other.width() || one.height() != other.height()) {
            return Optional.of("the sizes of " + host + " and " + guest);
        }
        int levels = largestDifference(one.rgb(), other.rgb());
        return levels <= TOLERANCE ? Optional.empty() : Optional.of(levels + " levels");
    }

    private static int largestDifference(byte[] one, byte[] other) {
        return IntStream.range(0, one.length)
                .map(i -> Math.abs((one[i] & 0xff) - (other[i] & 0xff)))
                .max()
                .orElse(0);
    }

    /** What one picture alone and several get is then the same, too. */
    @Test
    void bothEnginesWithEitherDecoderGivePhotosTheSameScores() throws Exception {
        List<Path> photos;
        try (Stream<Path> files = Files.list(TestFiles.shared("photos"))) {
            photos = files.filter(file -> file.toString().matches("(?i).*\\.jpe?g"))
                    .sorted()
                    .toList();
        }
        ClassifierOptions.Builder options = ClassifierOptions.builder().top(TOP);
        try (Classifier wasm = Classifier.open(
                        options.engine(Engine.WASM).decoder(Decoder.GUEST).build());
                Classifier simd = Classifier.open(
                        options.engine(Engine.SIMD).decoder(Decoder.HOST).build())) {
            for (Path photo : photos) {
                assertSameScores(wasm.classify(photo), simd.classify(photo), photo);
            }
        }
        assertFalse(photos.isEmpty());
    }

    private static void assertSameScores(Classification one, Classification other, Path photo) {
        for (int i = 0; i < TOP; i++) {
            assertEquals(
                    one.predictions().get(i).score(),
                    other.predictions().get(i).score(),
                    SCORE_TOLERANCE,
                    photo + ", rank " + i);
        }
    }
}
