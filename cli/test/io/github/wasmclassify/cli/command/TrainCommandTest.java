package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.testing.TestFiles;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train} with the built-in model on drawings: rings, stripes and dots in random colours. */
class TrainCommandTest {
    @TempDir
    Path folder;

    private Path drawings;
    private Path model;

    @BeforeEach
    void draw() throws Exception {
        drawings = folder.resolve("drawings");
        model = folder.resolve("model.pb");
        for (String kind : List.of("dots", "rings", "stripes")) {
            for (int i = 0; i < 15; i++) {
                draw(kind, i, drawings.resolve(kind).resolve(i + ".png"));
            }
        }
    }

    private static void draw(String kind, int seed, Path file) throws Exception {
        Random random = new Random(31L * kind.hashCode() + seed);
        BufferedImage picture = new BufferedImage(96, 96, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = picture.createGraphics();
        pen.setColor(new Color(random.nextInt(1 << 23)));
        pen.fillRect(0, 0, 96, 96);
        pen.setColor(new Color(random.nextInt(1 << 24) | 0x808080));
        int step = 12 + random.nextInt(8);
        int shift = random.nextInt(step);
        for (int x = shift; x < 96; x += step) {
            switch (kind) {
                case "stripes" -> pen.fillRect(x, 0, step / 2, 96);
                case "rings" -> pen.drawOval(x / 2, x / 2, 96 - x, 96 - x);
                default -> {
                    for (int y = shift; y < 96; y += step) {
                        pen.fillOval(x, y, step / 2, step / 2);
                    }
                }
            }
        }
        pen.dispose();
        Files.createDirectories(file.getParent());
        ImageIO.write(picture, "png", file.toFile());
    }

    private CommandRun train(int exitCode, Object... options) {
        List<Object> words = new ArrayList<>(List.of("train", drawings, "--output", model));
        words.addAll(List.of(options));
        CommandRun run = CommandRun.of(words.toArray());
        assertEquals(exitCode, run.exitCode(), run.out() + run.err());
        return run;
    }

    @Test
    void theModelKnowsDrawingsThatItHasNotSeen() throws Exception {
        CommandRun run = train(0);

        assertTrue(run.out().matches("(?s)accuracy: (9\\d|100)\\.\\d % \\(\\d of 9 pictures held out.*"), run.out());
        for (String kind : List.of("dots", "rings", "stripes")) {
            Path unseen = folder.resolve("unseen.png");
            draw(kind, 1000, unseen);
            CommandRun predicted = CommandRun.of("predict", "--quiet", "--model", model, unseen);
            assertTrue(predicted.out().contains(kind), predicted.out() + predicted.err());
            assertEquals("", predicted.err());
        }
    }

    @Test
    void theSameSeedGivesTheSameFileAlsoFromTheCache() throws Exception {
        train(0, "--seed", 5);
        byte[] first = Files.readAllBytes(model);
        train(0, "--seed", 5);
        assertArrayEquals(first, Files.readAllBytes(model));
    }

    @Test
    void aPictureThatIsUnlikeAllIsUnknown() throws Exception {
        train(0, "--unknown");
        Path photo = TestFiles.SAMPLES.resolve("pizza.jpg");
        CommandRun predicted = CommandRun.of("predict", "--quiet", "--model", model, photo);
        assertTrue(predicted.out().contains("unknown"), predicted.out());
    }

    @Test
    void aDamagedPictureIsReportedAndLeftOut() throws Exception {
        Path damaged = drawings.resolve("dots/damaged.png");
        Files.write(damaged, new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0});
        CommandRun run = train(1);
        assertTrue(run.err().contains(damaged + ": "), run.err());
        assertTrue(Files.exists(model));
    }

    @Test
    void theSamePictureWithTwoLabelsIsLeftOut() throws Exception {
        Files.copy(drawings.resolve("dots/3.png"), drawings.resolve("rings/copy.png"));
        String err = train(0).err();
        assertTrue(err.contains("are the same picture, given as `dots` and as `rings`; both are left out"), err);
    }

    @Test
    void copiesAreToldOf() throws Exception {
        Files.copy(drawings.resolve("dots/3.png"), drawings.resolve("dots/copy.png"));
        assertTrue(train(0).err().contains("1 picture is almost the same as another"));
    }

    @Test
    void aDrawingInTheWrongFolderIsSuspected() throws Exception {
        Path wrong = drawings.resolve("stripes/wrong.png");
        draw("dots", 77, wrong);
        Path suspects = folder.resolve("suspects.csv");
        train(0, "--suspects", suspects);
        List<String> lines = Files.readAllLines(suspects);
        assertEquals("path,label,probability,likelier,likelier_probability", lines.get(0));
        assertTrue(lines.get(1).startsWith(wrong + ",stripes,0."), lines.toString());
    }

    @Test
    void aClassWithoutPicturesIsRefused() throws Exception {
        Files.createDirectory(drawings.resolve("waves"));
        String err = train(2).err();
        assertTrue(err.contains("the class `waves` has no picture to learn from"), err);
        assertFalse(Files.exists(model));
    }

    @Test
    void aSingleClassIsRefused() throws Exception {
        drawings = drawings.resolve("dots");
        Files.createDirectory(drawings.resolve("all"));
        String err = train(2).err();
        assertTrue(err.contains("has only one class, `all`"), err);
    }

    @Test
    void aClassOfOnePictureIsLearnedButNotTested() throws Exception {
        draw("rings", 500, drawings.resolve("alone/0.png"));
        CommandRun run = train(0);
        assertTrue(run.err().contains("too few pictures for a good model: `alone` (1)"), run.err());
        assertTrue(run.out().contains("        0  alone\n"), run.out());
    }

    @Test
    void theExtensionMustBeThatOfTheBaseModelsFormat() {
        model = folder.resolve("model.onnx");
        String err = train(2).err();
        assertTrue(err.contains("--output must end in .pb"), err);
        assertFalse(Files.exists(model));
    }

    @Test
    void anImpossibleValidationIsRefused() {
        assertTrue(train(2, "--validation", "1").err().contains("--validation must be from 0 to 0.9"));
    }

    @Test
    void theModelCanGetAName() {
        train(0, "--add", "drawings-" + System.nanoTime());
    }
}
