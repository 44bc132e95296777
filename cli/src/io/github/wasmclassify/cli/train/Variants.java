package io.github.wasmclassify.cli.train;

import io.github.wasmclassify.classify.Classification;
import io.github.wasmclassify.classify.ClassifierPool;
import io.github.wasmclassify.classify.Thumbnail;
import io.github.wasmclassify.model.cache.Digest;
import io.github.wasmclassify.training.Embedding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Changed versions of a picture that show the same: its mirror image, and crops at its corners. */
public final class Variants {
    /** Longer side of the thumbnails that they are made of, in pixels; more than most networks take. */
    public static final int THUMBNAIL = 512;

    private static final double CROP = 0.85;

    private final ClassifierPool pool;

    /**
     * What is changed.
     *
     * @param isMirrored left to right
     * @param x of the crop: 0 at the left, 1 at the right
     * @param y of the crop: 0 at the top, 1 at the bottom
     * @param size of the crop, a share of width and height
     */
    private record Change(boolean isMirrored, int x, int y, double size) {}

    private static final List<Change> CHANGES = List.of(
            new Change(true, 0, 0, 1),
            new Change(false, 0, 0, CROP),
            new Change(true, 1, 0, CROP),
            new Change(true, 0, 1, CROP),
            new Change(false, 1, 1, CROP));

    Variants(ClassifierPool pool) {
        this.pool = pool;
    }

    /** The keys under which the features of a picture's versions are kept. */
    static List<String> keys(String digest) {
        return CHANGES.stream()
                .map(change -> Digest.of((digest + change).getBytes(StandardCharsets.US_ASCII), Digest.Algorithm.SHA256)
                        .hex())
                .toList();
    }

    /** The features of each version, in the order of the keys. */
    List<Embedding> of(String digest, Thumbnail picture) {
        List<CompletableFuture<Classification>> results = CHANGES.stream()
                .map(change -> pool.submit(() -> pixmap(picture, change)))
                .toList();
        List<String> keys = keys(digest);
        List<Embedding> embeddings = new ArrayList<>();
        IntStream.range(0, keys.size())
                .forEach(i -> embeddings.add(
                        new Embedding(keys.get(i), 0, results.get(i).join().features())));
        return embeddings;
    }

    /** A changed picture as a portable pixmap, which every decoder here reads. */
    private static byte[] pixmap(Thumbnail picture, Change change) {
        int width = Math.max(1, (int) (picture.width() * change.size));
        int height = Math.max(1, (int) (picture.height() * change.size));
        int left = change.x * (picture.width() - width);
        int top = change.y * (picture.height() - height);
        byte[] header = ("P6 " + width + " " + height + " 255\n").getBytes(StandardCharsets.US_ASCII);
        byte[] file = Arrays.copyOf(header, header.length + width * height * 3);
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                int source = change.isMirrored ? left + width - 1 - column : left + column;
                System.arraycopy(
                        picture.rgb(),
                        ((top + row) * picture.width() + source) * 3,
                        file,
                        header.length + (row * width + column) * 3,
                        3);
            }
        }
        return file;
    }
}
