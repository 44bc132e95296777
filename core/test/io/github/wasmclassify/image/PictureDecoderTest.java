package io.github.wasmclassify.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.testing.TestFiles;
import io.github.wasmclassify.testing.TestPictures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pillow is the oracle: {@code scripts/make-test-pictures.py} wrote the pictures, and what Pillow sees in them. */
class PictureDecoderTest {
    /** JPEG files in which Java's library does not find the colours that libjpeg-turbo does. */
    private static final String LEFT_TO_THE_GUEST = "(cmyk|ycck).*";

    /** Of 5 bits as 8 there is more than one idea. */
    private static final int FIVE_BITS_TOLERANCE = 1;

    private final PictureDecoder decoder = new PictureDecoder(1_000_000);

    static List<String> pictures() throws IOException {
        try (Stream<Path> files = Files.list(TestFiles.PICTURES)) {
            Stream<String> names = files.map(file -> file.getFileName().toString());
            return names.filter(name -> name.matches(".*\\.(jpg|png|gif|bmp)") && !name.matches(LEFT_TO_THE_GUEST))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void pixelsAreThoseThatPillowFinds(String name) throws Exception {
        Pixels found = decode(picture(name));
        ByteBuffer expected = ByteBuffer.wrap(picture(name + ".rgb"));

        assertEquals(expected.getShort(), found.width());
        assertEquals(expected.getShort(), found.height());
        assertEquals(name.startsWith("gray") || name.startsWith("one-transparent-gray") ? 1 : 3, found.channels());
        byte[] rgb = rgb(found);
        assertEquals(expected.remaining(), rgb.length);
        int tolerance = name.equals("rgb-16.bmp") ? FIVE_BITS_TOLERANCE : 0;
        for (byte sample : rgb) {
            int difference = Math.abs((sample & 0xff) - (expected.get() & 0xff));
            assertTrue(difference <= tolerance, "a difference of " + difference + " levels");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void theOrientationIsReported(int orientation) throws Exception {
        assertEquals(
                orientation,
                decode(withExif(picture("rgb.jpg"), TestPictures.exif("II*\0", orientation)))
                        .orientation());
        assertEquals(
                orientation,
                decode(withExif(picture("gray.jpg"), TestPictures.exif("MM\0*", orientation)))
                        .orientation());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 0x0600})
    void anOrientationThatExifDoesNotDefineMeansUpright(int orientation) throws Exception {
        assertEquals(
                1,
                decode(withExif(picture("rgb.jpg"), TestPictures.exif("II*\0", orientation)))
                        .orientation());
    }

    @Test
    void exifThatIsCutOffMeansUpright() throws Exception {
        byte[] exif = TestPictures.exif("II*\0", 6);
        for (int length = 0; length < exif.length - 6; length++) {
            assertEquals(
                    1,
                    decode(withExif(picture("rgb.jpg"), Arrays.copyOf(exif, length)))
                            .orientation(),
                    length + " bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rgb.jpg", "progressive.jpg", "cmyk.jpg", "rgb.png", "palette.gif", "rgb.bmp"})
    void truncatedPicturesAreLeftToTheGuest(String name) throws Exception {
        byte[] whole = picture(name);
        for (int length = whole.length - 30; length > 30; length -= 7) {
            assertEquals(Optional.empty(), decoder.decode(Arrays.copyOf(whole, length)), length + " bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rgb.jpg", "progressive.jpg", "gray.jpg"})
    void aJpegNeedsNoEndMarkerAndWhatFollowsDoesNotMatter(String name) throws Exception {
        byte[] whole = picture(name);
        byte[] samples = decode(whole).samples();
        byte[] followed = Arrays.copyOf(whole, whole.length + 100);
        Arrays.fill(followed, whole.length, followed.length, (byte) 0xc3);

        assertArrayEquals(
                samples, decode(Arrays.copyOf(whole, whole.length - 2)).samples());
        assertArrayEquals(samples, decode(followed).samples());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rgb.jpg", "progressive.jpg"})
    void aJpegWithAPartOfItsDataGoneIsLeftToTheGuest(String name) throws Exception {
        byte[] whole = picture(name);
        int data = whole.length * 2 / 3;
        byte[] zeroed = whole.clone();
        Arrays.fill(zeroed, data, whole.length - 2, (byte) 0);
        ByteBuffer cut = ByteBuffer.allocate(data + 2).put(whole, 0, data).put(whole, whole.length - 2, 2);

        assertEquals(Optional.empty(), decoder.decode(zeroed));
        assertEquals(Optional.empty(), decoder.decode(cut.array()));
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void anySingleByteMayBeWrong(String name) throws Exception {
        byte[] file = picture(name);
        byte[] whole = decode(file).samples();
        int transparency = new String(file, StandardCharsets.ISO_8859_1).indexOf("tRNS");
        for (int i = 0; i < file.length; i++) {
            byte[] damaged = file.clone();
            damaged[i] ^= (byte) (1 << i % 8);
            Optional<Pixels> found = new PictureDecoder(100_000).decode(damaged); // no bug of ours, which would throw
            found.ifPresent(pixels ->
                    assertEquals(pixels.width() * pixels.height() * pixels.channels(), pixels.samples().length));
            boolean isName =
                    i >= transparency && i < transparency + 4; // a chunk of a name that nobody knows is left out
            if (name.endsWith(".png") && !isName && found.isPresent()) { // checksums tell what is wrong
                assertArrayEquals(whole, found.get().samples(), "byte " + i);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rgb.jpg", "rgb.png", "palette.gif", "rgb.bmp"})
    void aPictureOverTheLimitIsLeftToTheGuest(String name) throws Exception {
        assertEquals(Optional.empty(), new PictureDecoder(272).decode(picture(name)));
        assertTrue(new PictureDecoder(273).decode(picture(name)).isPresent());
    }

    /** Two pixels of the values 1 and 0, in codes of 3 bits: clear, 1, 0, end. */
    private static byte[] gif(boolean hasPalette, int codes) {
        String palette = hasPalette ? "\11\11\11\310\0\7" : "";
        String screen = "GIF89a\2\0\1\0" + (hasPalette ? "\200" : "\0") + "\0\0" + palette;
        String frame = ",\0\0\0\0\2\0\1\0\0\2\2" + (char) (codes & 0xff) + (char) (codes >> 8) + "\0;";
        return (screen + frame).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void aGifWithoutAPaletteOrWithTooFewPixelsIsLeftToTheGuest() {
        int bothPixels = 4 | 1 << 3 | 0 << 6 | 5 << 9;
        int onePixel = 4 | 1 << 3 | 5 << 6;

        Pixels whole = decoder.decode(gif(true, bothPixels)).orElseThrow();

        assertArrayEquals(new byte[] {(byte) 200, 0, 7, 9, 9, 9}, whole.samples());
        assertEquals(Optional.empty(), decoder.decode(gif(false, bothPixels)));
        assertEquals(Optional.empty(), decoder.decode(gif(true, onePixel)));
    }

    @Test
    void aWrongChecksumIsLeftToTheGuest() throws Exception {
        byte[] file = picture("rgb.png");
        file[file.length - 20] ^= 1;

        assertEquals(Optional.empty(), decoder.decode(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a text", "RIFF\0\0\0\0WEBPVP8 "})
    void otherKindsAreLeftToTheGuest(String file) {
        assertEquals(Optional.empty(), decoder.decode(file.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void severalThreadsMayDecodeAtOnce() throws Exception {
        List<String> names = pictures();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Pixels>> found = threads.invokeAll(Stream.generate(() -> names)
                    .limit(5)
                    .flatMap(List::stream)
                    .map(name -> (Callable<Pixels>) () -> decode(picture(name)))
                    .toList());
            for (int i = 0; i < found.size(); i++) {
                String name = names.get(i % names.size());
                assertArrayEquals(
                        decode(picture(name)).samples(), found.get(i).get().samples(), name);
            }
        } finally {
            threads.shutdown();
        }
    }

    private Pixels decode(byte[] file) {
        return decoder.decode(file).orElseThrow();
    }

    private static byte[] picture(String name) throws IOException {
        return Files.readAllBytes(TestFiles.PICTURES.resolve(name));
    }

    private static byte[] rgb(Pixels pixels) {
        if (pixels.channels() == 3) {
            return pixels.samples();
        }
        byte[] rgb = new byte[pixels.samples().length * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = pixels.samples()[i / 3];
        }
        return rgb;
    }

    /** A JPEG file with an EXIF segment after its first marker. */
    private static byte[] withExif(byte[] jpeg, byte[] tiff) {
        ByteBuffer file = ByteBuffer.allocate(jpeg.length + 10 + tiff.length);
        file.put(jpeg, 0, 2).putShort((short) 0xffe1).putShort((short) (8 + tiff.length));
        file.put("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1)).put(tiff).put(jpeg, 2, jpeg.length - 2);
        return file.array();
    }
}
