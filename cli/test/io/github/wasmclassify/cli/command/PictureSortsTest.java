package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.testing.TestFiles;
import io.github.wasmclassify.testing.TestPictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pictures of every sort, through the command and both decoders. What is right is known from Pillow:
 * {@code scripts/make-test-pictures.py} wrote the pictures, and what Pillow sees in them.
 */
class PictureSortsTest {
    private static final Path LEMON = TestFiles.SAMPLES.resolve("lemon.png");

    /** WebP leaves open how colours are spread, and rgb-16.bmp has 5 bits a sample. */
    private static final double LOSSY_TOLERANCE = 0.05;

    @TempDir
    Path folder;

    /** The prediction lines for pictures, in their order; all of which must be classified. */
    private static List<String> predictions(String decoder, List<Path> pictures) {
        List<Object> arguments =
                new ArrayList<>(List.of("predict", "--quiet", "--engine", "wasm", "--decoder", decoder));
        arguments.addAll(pictures);
        CommandRun run = CommandRun.of(arguments.toArray());
        assertEquals("", run.err());
        assertEquals(0, run.exitCode());
        return run.out().lines().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "guest"})
    void everySortIsClassifiedAsWhatPillowSeesInIt(String decoder) throws Exception {
        List<Path> pictures;
        try (Stream<Path> files = Files.list(TestFiles.PICTURES)) {
            pictures = files.filter(file -> !file.toString().endsWith(".rgb"))
                    .sorted()
                    .toList();
        }
        List<Path> truths = new ArrayList<>();
        for (Path picture : pictures) {
            truths.add(asPng(picture));
        }

        List<String> found = predictions(decoder, pictures);
        List<String> expected = predictions("host", truths);

        List<String> differences = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            String name = pictures.get(i).getFileName().toString();
            boolean isLossy = name.startsWith("lossy") || name.equals("rgb-16.bmp");
            if (!isSame(expected.get(i), found.get(i), isLossy ? LOSSY_TOLERANCE : 0)) {
                differences.add(name + ": " + found.get(i) + " and not " + expected.get(i));
            }
        }
        assertEquals(List.of(), differences);
        assertEquals(pictures.size(), found.size());
    }

    /** The pixels that Pillow found, in a sort of picture that no decoder gets wrong. */
    private Path asPng(Path picture) throws IOException {
        return TestPictures.writePng(folder, TestPictures.pillowsPixels(picture));
    }

    private static boolean isSame(String expected, String found, double tolerance) {
        boolean isSameLabel = expected.replaceAll(" \\(.*", "").equals(found.replaceAll(" \\(.*", ""));
        return isSameLabel && Math.abs(confidence(expected) - confidence(found)) <= tolerance + 1e-9;
    }

    private static double confidence(String line) {
        return Double.parseDouble(line.replaceAll(".*\\(confidence ([0-9.]+),.*", "$1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "guest"})
    void aPictureIsClassifiedUprightWhicheverWayItLiesInItsFile(String decoder) throws Exception {
        BufferedImage upright = ImageIO.read(LEMON.toFile());
        List<Path> lying = new ArrayList<>();
        for (int orientation = 1; orientation <= 8; orientation++) {
            byte[] png = TestPictures.encoded(TestPictures.asStored(upright, orientation), "png");
            lying.add(Files.write(folder.resolve(orientation + ".png"), TestPictures.withExif(png, orientation)));
        }
        List<String> found = predictions(decoder, lying);

        String expected = predictions("host", List.of(LEMON)).get(0);
        assertEquals(8, found.size());
        for (int i = 0; i < 8; i++) {
            // a square picture is resized before it is turned, and some channels are rounded to the next level
            assertTrue(isSame(expected, found.get(i), 0.01), "orientation " + (i + 1) + ": " + found.get(i));
        }
    }

    @ParameterizedTest
    @CsvSource({"host,1,20000", "host,20000,1", "guest,1,20000", "guest,20000,1"})
    void thinPicturesAreClassified(String decoder, int width, int height) throws Exception {
        List<Path> thin = new ArrayList<>();
        for (String kind : List.of("png", "gif", "bmp")) {
            BufferedImage picture = TestPictures.fewColors(width, height);
            thin.add(Files.write(folder.resolve("thin." + kind), TestPictures.encoded(picture, kind)));
        }
        // the same with each line of pixels many times: what a model sees is the same again
        thin.add(TestPictures.writePng(folder, TestPictures.fewColors(Math.max(width, 8), Math.max(height, 8))));

        List<String> found = predictions(decoder, thin);

        assertEquals(List.of(found.get(3), found.get(3), found.get(3), found.get(3)), found);
    }

    @ParameterizedTest
    @CsvSource({
        "host,201,arithmetic",
        "guest,201,arithmetic",
        "host,202,arithmetic",
        "guest,202,arithmetic",
        "host,195,lossless",
        "guest,195,lossless",
        "host,197,hierarchical",
        "guest,197,hierarchical"
    })
    void aSortOfJpegThatIsNotDecodedIsNamed(String decoder, int frame, String coding) throws Exception {
        byte[] jpeg = Files.readAllBytes(TestFiles.PICTURES.resolve("rgb.jpg"));
        jpeg[TestPictures.indexOf(jpeg, 0xff, 0xc0) + 1] = (byte) frame;
        Path picture = Files.write(folder.resolve("odd.jpg"), jpeg);

        CommandRun run = CommandRun.of("predict", "--decoder", decoder, picture);

        String why = "the JPEG data is of a sort that is not supported: " + coding + " coding";
        assertEquals("wasm-classify: " + picture + ": " + why + "\n", run.err());
        assertEquals(1, run.exitCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "guest"})
    void aTruncatedPictureIsRefusedWithOneLineAndTheNextIsRight(String decoder) throws Exception {
        for (String name : List.of(
                "rgb.jpg", "progressive.jpg", "rgb.png", "palette.gif", "rgb.bmp", "lossy.webp", "lossless.webp")) {
            byte[] whole = Files.readAllBytes(TestFiles.PICTURES.resolve(name));
            byte[] part = java.util.Arrays.copyOf(whole, whole.length * 3 / 4);
            Path picture = Files.write(folder.resolve(name), part);

            CommandRun run = CommandRun.of("predict", "--quiet", "--decoder", decoder, picture, LEMON);

            assertTrue(
                    run.err()
                            .matches("wasm-classify: \\Q" + picture
                                    + "\\E: the \\w+ data is truncated or damaged: .*\n"),
                    run.err());
            assertTrue(run.out().matches("prediction: lemon .*\n"), run.out());
            assertEquals(1, run.exitCode());
        }
    }
}
