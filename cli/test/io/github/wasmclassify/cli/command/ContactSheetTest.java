package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.testing.TestFiles;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of {@code predict --report}, as it is written. */
class ContactSheetTest {
    @TempDir
    static Path folder;

    private static SamplePage page;
    private static String html;

    @BeforeAll
    static void makePage() throws Exception {
        page = SamplePage.make(folder);
        html = Files.readString(page.file());
    }

    private static List<String> all(String html, String pattern) {
        return Pattern.compile(pattern)
                .matcher(html)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static String fact(String html, String name) {
        return all(html, "<dt>" + name + "</dt><dd>(?:<bdi>)?([^<]*)").get(0);
    }

    @Test
    void hasAllPicturesWithWhatIsKnownOfThem() {
        List<String> paths = all(html, "<p class=\"path\"><a href=\"[^\"]*\"><bdi>[^<]*/([^<]*)</bdi>");

        assertEquals(
                List.of("espresso.jpg", "lemon.png", "lighthouse-fog.jpg", "lighthouse.jpg", "no picture.png"),
                paths.subList(0, 5));
        assertEquals(6, paths.size());
        assertEquals(
                List.of("pocket", "5", "1", "4"),
                Stream.of("Model", "Classified", "Failed", "Labels")
                        .map(name -> fact(html, name))
                        .toList());
        String lemon = all(html, "(?s)(<li class=\"entry\" data-label=\"lemon\".*?</figure>)")
                .get(0);
        List<String> scores = all(lemon, "<meter value=\"([^\"]*)\"");
        assertEquals(3, scores.size());
        assertEquals(0.64, Double.parseDouble(scores.get(0)), 0.02); // as the README shows it
        assertEquals(
                List.of("not a picture of a known kind (JPEG, PNG, GIF, WebP, BMP, TIFF, ICO, PNM, QOI, TGA)"),
                all(html, "<p class=\"reason\"><bdi>([^<]*)"));
    }

    @Test
    void resultsAreWrittenTooAndTheExitCodeIsThatOfTheRun() {
        assertEquals(15, page.run().out().lines().count(), page.run().out());
        assertEquals(1, page.run().exitCode());
    }

    @Test
    void thumbnailsAreThePictures() throws Exception {
        String data = all(html, "<img src=\"data:image/jpeg;base64,([^\"]*)\" [^>]*lemon\\.png\"")
                .get(0);
        byte[] jpeg = Base64.getDecoder().decode(data);

        BufferedImage thumbnail = ImageIO.read(new ByteArrayInputStream(jpeg));

        assertEquals(320, thumbnail.getWidth());
        var expected = new BufferedImage(320, 320, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = expected.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(ImageIO.read(TestFiles.SAMPLES.resolve("lemon.png").toFile()), 0, 0, 320, 320, null);
        assertTrue(
                meanDifference(expected, thumbnail) < 4,
                "mean difference " + meanDifference(expected, thumbnail) + " levels");
    }

    private static double meanDifference(BufferedImage one, BufferedImage other) {
        long sum = 0;
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    sum += Math.abs((one.getRGB(x, y) >> shift & 0xff) - (other.getRGB(x, y) >> shift & 0xff));
                }
            }
        }
        return sum / 3.0 / one.getWidth() / one.getHeight();
    }

    @Test
    void namesAndLabelsAreEscaped() {
        String escaped = SamplePage.HOSTILE
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");

        assertEquals(1, all(html, "(?i)(<script)").size());
        assertEquals(List.of(), all(html, "(<img(?! src=\"data:image/jpeg;))"));
        assertTrue(html.contains(" data-label=\"" + escaped + "\" "));
        assertTrue(html.contains("<bdi>" + escaped + "</bdi></a></h2>"));
        assertTrue(html.contains(escaped.replace("/", "\u2215") + ".jpg</bdi>"));
    }

    @Test
    void thePolicyAllowsThePagesOwnScriptAndStyle() throws Exception {
        for (String kind : List.of("script", "style")) {
            String content = all(html, "(?s)<" + kind + ">(.*?)</" + kind + ">").get(0);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));

            assertTrue(
                    html.contains(kind + "-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "';"), kind);
        }
        assertTrue(html.contains("content=\"default-src 'none'; img-src data:;"));
    }

    @Test
    void inADirectoryThumbnailsAreFilesAndNoPictures() throws Exception {
        Path directory = SamplePage.inDirectory(folder);

        String index = Files.readString(directory.resolve("index.html"));
        List<String> images = all(index, "<img src=\"([^\"]*)\"");
        assertEquals(1, images.size());
        assertEquals(
                320, ImageIO.read(directory.resolve(images.get(0)).toFile()).getWidth());
        assertEquals("fruit.pb", fact(index, "Model"));
        assertEquals("0.99, unknown below", fact(index, "Threshold"));
        assertFalse(index.contains(folder.resolve("fruit.pb").toString()));
        assertEquals(List.of("Report: fruit.pb"), all(index, "<title>([^<]*)"));
    }

    @Test
    void aPageIsThereOnlyOnceItIsWhole() throws Exception {
        Path missing = folder.resolve("nowhere/report.html");

        CommandRun failed = CommandRun.of("predict", TestFiles.SAMPLES.resolve("lemon.png"), "--report", missing);

        assertEquals(
                "wasm-classify: cannot write " + missing + ": there is no directory `" + missing.getParent() + "`\n",
                failed.err());
        assertEquals(2, failed.exitCode());
        CommandRun same = CommandRun.of(
                "predict", TestFiles.SAMPLES.resolve("lemon.png"), "--report", page.file(), "--output", page.file());
        assertEquals(
                "wasm-classify: --output and --report name the same file; try 'wasm-classify predict --help'\n",
                same.err());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    List.of(),
                    files.filter(file -> file.toString().endsWith(".part")).toList());
        }
    }
}
