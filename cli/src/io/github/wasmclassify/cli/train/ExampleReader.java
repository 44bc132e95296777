package io.github.wasmclassify.cli.train;

import io.github.wasmclassify.classify.ClassifierPool;
import io.github.wasmclassify.classify.Thumbnail;
import io.github.wasmclassify.cli.batch.Outcome;
import io.github.wasmclassify.cli.batch.OutcomeListener;
import io.github.wasmclassify.cli.evaluate.LabelledPicture;
import io.github.wasmclassify.cli.input.PictureInput;
import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.model.cache.Digest;
import io.github.wasmclassify.training.Embedding;
import io.github.wasmclassify.training.Example;
import io.github.wasmclassify.training.FeatureCache;
import io.github.wasmclassify.training.PerceptualHash;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes examples of pictures. It passes on those whose features are not in the cache, and is told what becomes of them.
 */
public final class ExampleReader implements Iterator<PictureInput>, OutcomeListener {
    private final Iterator<LabelledPicture> pictures;
    private final FeatureCache cache;
    private final Optional<Variants> variants;
    /** By position, so that their order does not depend on which was known before. */
    private final Map<Integer, Found> found = new TreeMap<>();

    private int count;
    private PictureInput next;

    /** An example with the features of changed versions of its picture. */
    private record Found(Example example, List<float[]> variants) {}

    /**
     * @param cache is not closed here
     * @param variants makes changed versions of each picture
     */
    public ExampleReader(Iterator<LabelledPicture> pictures, FeatureCache cache, Optional<Variants> variants) {
        this.pictures = pictures;
        this.cache = cache;
        this.variants = variants;
    }

    /** The options of {@link Variants}, or none. */
    public static Optional<Variants> variants(boolean areWanted, ClassifierPool pool) {
        return areWanted ? Optional.of(new Variants(pool)) : Optional.empty();
    }

    @Override
    public boolean hasNext() {
        while (next == null && pictures.hasNext()) {
            next = unlessKnown(pictures.next(), count++);
        }
        return next != null;
    }

    @Override
    public PictureInput next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        PictureInput result = next;
        next = null;
        return result;
    }

    private PictureInput unlessKnown(LabelledPicture picture, int position) {
        byte[] bytes;
        try {
            bytes = picture.read();
        } catch (PictureException e) {
            return picture; // it fails again where failures are told
        }
        String digest = Digest.of(bytes, Digest.Algorithm.SHA256).hex();
        DigestedPicture read = new DigestedPicture(picture, position, digest, bytes);
        Optional<Embedding> known = find(digest);
        if (known.isEmpty()) {
            return read;
        }
        List<float[]> changed = new ArrayList<>();
        for (String key : variants.isPresent() ? Variants.keys(digest) : List.<String>of()) {
            Optional<Embedding> variant = find(key);
            if (variant.isEmpty()) {
                return read;
            }
            changed.add(variant.get().features());
        }
        keep(read, known.get(), changed);
        return null;
    }

    @Override
    public void add(Outcome outcome) {
        if (outcome instanceof Outcome.Classified done && outcome.input() instanceof DigestedPicture picture) {
            Thumbnail thumbnail = done.result().thumbnail().orElseThrow();
            long hash = PerceptualHash.of(thumbnail.width(), thumbnail.height(), thumbnail.rgb());
            Embedding embedding =
                    new Embedding(picture.digest(), hash, done.result().features());
            List<Embedding> changed =
                    variants.map(maker -> maker.of(picture.digest(), thumbnail)).orElse(List.of());
            store(embedding);
            changed.forEach(this::store);
            keep(picture, embedding, changed.stream().map(Embedding::features).toList());
        }
    }

    /** Pictures are read on one thread, and outcomes told on another. */
    private Optional<Embedding> find(String key) {
        synchronized (cache) {
            return cache.find(key);
        }
    }

    private void store(Embedding embedding) {
        synchronized (cache) {
            cache.add(embedding);
        }
    }

    private void keep(DigestedPicture picture, Embedding embedding, List<float[]> changed) {
        Example example = new Example(picture.name(), picture.picture().classIndex(), embedding);
        synchronized (found) {
            found.put(picture.position(), new Found(example, changed));
        }
    }

    /** All that could be read, in the order of the pictures. */
    public List<Example> examples() {
        return found.values().stream().map(Found::example).toList();
    }

    /** For each example the features of the changed versions of its picture. */
    public List<List<float[]>> variants() {
        return found.values().stream().map(Found::variants).toList();
    }
}
