package io.github.wasmclassify.cli.report.evaluation;

import io.github.wasmclassify.cli.error.OutputException;
import io.github.wasmclassify.cli.evaluate.Confusion;
import io.github.wasmclassify.model.labels.Labels;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/**
 * Draws a confusion matrix: one row per true class, one column per predicted class. The larger a cell's share of its
 * row, the darker the cell; correct cells, on the diagonal, are blue, the others red. Up to 200 classes, all names are
 * shown, and counts in large enough cells; beyond that, some names are left out.
 */
final class ConfusionImage {
    private static final int MOST_CLASSES = 2000;
    private static final int USUAL_SIZE = 1400; // of the matrix, in pixels
    private static final int LARGEST_SIZE = 2800;
    private static final int SMALLEST_LEGIBLE_CELL = 14;
    private static final int LARGEST_CELL = 44;
    private static final int SMALLEST_CELL_WITH_COUNT = 22;
    private static final int GAP = 10;
    private static final int LEGEND_WIDTH = 150;
    private static final int LONGEST_NAME = 28;

    private static final Color RIGHT = new Color(0x08519c);
    private static final Color WRONG = new Color(0xb2182b);
    private static final Color TEXT = new Color(0x222222);
    private static final Color FAINT_TEXT = new Color(0x777777);
    private static final Color GRID = new Color(0xe4e4e4);
    private static final Color FRAME = new Color(0x999999);
    private static final Color UNTESTED = new Color(0xf3f3f3);

    private final Confusion confusion;
    private final List<Integer> classes;
    private final List<String> names;
    private final int cell;
    private final int size; // of the matrix, in pixels
    private final int x; // of its left edge
    private final int y;
    private final BufferedImage image;
    private final Graphics2D graphics;
    private final Font nameFont;

    private ConfusionImage(Confusion confusion, Labels labels) {
        this.confusion = confusion;
        classes = confusion.classes();
        names = ClassTitles.brief(classes, labels).stream()
                .map(ConfusionImage::shortened)
                .toList();
        cell = cellSize(Math.max(1, classes.size()));
        size = cell * classes.size();
        nameFont = new Font(Font.SANS_SERIF, Font.PLAIN, Math.max(11, Math.min(14, cell - 3)));
        FontMetrics metrics = metrics(nameFont);
        int longest = names.stream().mapToInt(metrics::stringWidth).max().orElse(0);
        x = 4 * GAP + longest + GAP;
        y = 8 * GAP + longest + GAP;
        int width = Math.max(x + size + 2 * GAP, x + 2 * LEGEND_WIDTH + 6 * GAP);
        image = new BufferedImage(width, y + size + 9 * GAP, BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    }

    private static int cellSize(int classes) {
        int legible = Math.min(SMALLEST_LEGIBLE_CELL, LARGEST_SIZE / classes);
        return Math.min(LARGEST_CELL, Math.max(legible, USUAL_SIZE / classes));
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "\u2026";
    }

    /** @throws OutputException if this Java cannot draw text */
    static void requireFonts() {
        try {
            metrics(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        } catch (RuntimeException | LinkageError | InternalError e) {
            throw new OutputException(
                    "cannot draw the confusion matrix: Java finds no fonts on this machine; install some, such as the"
                            + " package fonts-dejavu-core, or write the matrix as .csv",
                    e);
        }
    }

    private static FontMetrics metrics(Font font) {
        Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        try {
            return graphics.getFontMetrics(font);
        } finally {
            graphics.dispose();
        }
    }

    /** @throws OutputException if there are too many classes for a picture */
    static BufferedImage draw(Confusion confusion, Labels labels) {
        int count = confusion.classes().size();
        if (count > MOST_CLASSES) {
            throw new OutputException("cannot draw a confusion matrix of " + count + " classes, only of " + MOST_CLASSES
                    + "; write it as .csv");
        }
        ConfusionImage drawing = new ConfusionImage(confusion, labels);
        drawing.drawTitles();
        drawing.drawNames();
        drawing.drawCells();
        drawing.drawGrid();
        drawing.drawLegend();
        drawing.graphics.dispose();
        return drawing.image;
    }

    private void drawTitles() {
        graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 18));
        graphics.setColor(TEXT);
        graphics.drawString("Confusion matrix", 2 * GAP, 3 * GAP);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        graphics.setColor(FAINT_TEXT);
        double share = confusion.total() == 0 ? 0 : 100.0 * confusion.hits() / confusion.total();
        graphics.drawString(
                String.format(
                        Locale.ROOT,
                        "%d of %d pictures right (%.1f %%), %d classes",
                        confusion.hits(),
                        confusion.total(),
                        share,
                        classes.size()),
                2 * GAP,
                5 * GAP);
        graphics.drawString("prediction \u2192", x, 7 * GAP);
        drawUpwards("\u2190 truth", 3 * GAP, y + graphics.getFontMetrics().stringWidth("\u2190 truth"));
    }

    private void drawNames() {
        graphics.setFont(nameFont);
        graphics.setColor(TEXT);
        FontMetrics metrics = graphics.getFontMetrics();
        int middle = (metrics.getAscent() - metrics.getDescent()) / 2;
        int step = Math.max(1, (int) Math.ceil((double) SMALLEST_LEGIBLE_CELL / cell));
        for (int i = 0; i < names.size(); i += step) {
            int center = i * cell + cell / 2 + middle;
            graphics.drawString(names.get(i), x - GAP - metrics.stringWidth(names.get(i)), y + center);
            drawUpwards(names.get(i), x + center, y - GAP);
        }
    }

    private void drawUpwards(String text, int baseline, int start) {
        graphics.rotate(-Math.PI / 2, baseline, start);
        graphics.drawString(text, baseline, start);
        graphics.rotate(Math.PI / 2, baseline, start);
    }

    private void drawCells() {
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, Math.min(13, cell / 2)));
        for (int row = 0; row < classes.size(); row++) {
            long support = confusion.ofTruth(classes.get(row));
            if (support == 0) {
                graphics.setColor(UNTESTED);
                graphics.fillRect(x, y + row * cell, size, cell);
            }
            for (int column = 0; column < classes.size(); column++) {
                long count = confusion.count(classes.get(row), classes.get(column));
                if (count > 0) {
                    drawCell(row, column, count, (double) count / support);
                }
            }
        }
    }

    private void drawCell(int row, int column, long count, double share) {
        graphics.setColor(shade(row == column ? RIGHT : WRONG, share));
        graphics.fillRect(x + column * cell, y + row * cell, cell, cell);
        String text = Long.toString(count);
        FontMetrics metrics = graphics.getFontMetrics();
        if (cell >= SMALLEST_CELL_WITH_COUNT && metrics.stringWidth(text) <= cell - 2) {
            graphics.setColor(share > 0.3 ? Color.WHITE : TEXT);
            graphics.drawString(
                    text,
                    x + column * cell + (cell - metrics.stringWidth(text)) / 2,
                    y + row * cell + (cell + metrics.getAscent() - metrics.getDescent()) / 2);
        }
    }

    /** From nearly white to the full colour; the square root makes small shares visible. */
    private static Color shade(Color color, double share) {
        double strength = 0.1 + 0.9 * Math.sqrt(share);
        return new Color(
                faded(color.getRed(), strength), faded(color.getGreen(), strength), faded(color.getBlue(), strength));
    }

    private static int faded(int channel, double strength) {
        return (int) Math.round(255 + (channel - 255) * strength);
    }

    private void drawGrid() {
        graphics.setColor(GRID);
        for (int i = 1; cell >= SMALLEST_LEGIBLE_CELL && i < classes.size(); i++) {
            graphics.fillRect(x + i * cell, y, 1, size);
            graphics.fillRect(x, y + i * cell, size, 1);
        }
        graphics.setColor(FRAME);
        graphics.drawRect(x - 1, y - 1, size + 1, size + 1);
    }

    private void drawLegend() {
        int top = y + size + 4 * GAP;
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        drawScale(x, top, RIGHT, "share of the row, right");
        drawScale(x + LEGEND_WIDTH + 4 * GAP, top, WRONG, "wrong");
    }

    /** A scale of the shares of a row. */
    private void drawScale(int left, int top, Color color, String title) {
        for (int i = 0; i < LEGEND_WIDTH; i++) {
            graphics.setColor(shade(color, (double) i / LEGEND_WIDTH));
            graphics.fillRect(left + i, top, 1, GAP);
        }
        graphics.setColor(TEXT);
        graphics.drawString(title, left, top - 6);
        graphics.setColor(FAINT_TEXT);
        graphics.drawString("0 %", left, top + GAP + 16);
        String end = "100 %";
        graphics.drawString(end, left + LEGEND_WIDTH - graphics.getFontMetrics().stringWidth(end), top + GAP + 16);
    }
}
