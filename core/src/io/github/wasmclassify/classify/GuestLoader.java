package io.github.wasmclassify.classify;

import io.github.wasmclassify.file.Content;
import io.github.wasmclassify.guest.GuestInstance;
import io.github.wasmclassify.guest.GuestSnapshot;
import io.github.wasmclassify.model.Model;
import io.github.wasmclassify.snapshot.SnapshotFolder;
import io.github.wasmclassify.snapshot.SnapshotKey;
import io.github.wasmclassify.snapshot.SnapshotWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates guests with a loaded model: from a snapshot of an earlier run if there is one, otherwise from the model's
 * file.
 */
final class GuestLoader {
    private static final Logger LOG = LoggerFactory.getLogger(GuestLoader.class);
    /**
     * What the activations need beside a model's file and packed weights: as much as a small file, but no more for a
     * large one.
     */
    private static final long MOST_ACTIVATIONS = 32 << 20;

    private final ClassifierOptions options;
    private final EngineRuntime engine;
    private final Model model;
    private final SnapshotFolder snapshots = SnapshotFolder.ofUser();
    /** What all further guests are copied from, where there is any. */
    private volatile GuestSnapshot shared;

    GuestLoader(ClassifierOptions options, EngineRuntime engine, Model model) {
        this.options = options;
        this.engine = engine;
        this.model = model;
    }

    /**
     * A guest, and how long creating it took.
     *
     * @param guest time until it ran
     * @param model time until it had loaded the model
     */
    record Loaded(GuestInstance instance, Duration guest, Duration model) {}

    /** @throws io.github.wasmclassify.error.ClassifierException if the model cannot be read, or the guest refuses it */
    Loaded load() {
        GuestSnapshot known = shared;
        if (known != null) {
            long begin = System.nanoTime();
            GuestInstance guest = engine.restoredGuest(known, options.maxMemory());
            return new Loaded(guest, since(begin), Duration.ZERO);
        }
        Map<String, String> guestOptions = new TreeMap<>(model.guestOptions());
        guestOptions.put("max_pixels", Long.toString(options.maxPixels()));
        guestOptions.put("thumbnail", Integer.toString(options.thumbnailSide()));
        if (options.features()) {
            guestOptions.put("features", "auto");
        }
        Optional<SnapshotKey> key = key(guestOptions);
        return key.flatMap(this::restore).orElseGet(() -> load(guestOptions, key));
    }

    /**
     * Lets all further guests be copies of one, which need not read, check and import the model again.
     *
     * @param guest has not classified anything yet
     */
    void share(GuestInstance guest) {
        try {
            shared = guest.snapshot();
        } catch (OutOfMemoryError e) {
            LOG.info("each thread loads the model, as there is no memory for a copy of it: {}", e.toString());
        }
    }

    /** Empty where no snapshot is wanted, or where nothing tells whether it would still be right. */
    private Optional<SnapshotKey> key(Map<String, String> guestOptions) {
        if (!options.snapshots()) {
            return Optional.empty();
        }
        return engine.identity()
                .flatMap(computing -> model.state()
                        .map(state -> new SnapshotKey(
                                model.lastingName(),
                                guestOptions.entrySet().stream()
                                        .map(Map.Entry::toString)
                                        .collect(Collectors.joining("\n", computing + "\n" + state + "\n", "\n")))));
    }

    private Optional<Loaded> restore(SnapshotKey key) {
        long start = System.nanoTime();
        Optional<GuestSnapshot> snapshot = snapshots.find(key, model::stateBeside, engine.weights());
        Duration reading = since(start);
        return snapshot.filter(found -> found.memory().length() <= options.maxMemory())
                .map(found -> {
                    long begin = System.nanoTime();
                    GuestInstance guest = engine.restoredGuest(found, options.maxMemory());
                    LOG.debug(
                            "model {} is there again after {} ms, from a snapshot",
                            model.name(),
                            since(start).toMillis());
                    return new Loaded(guest, since(begin), reading);
                });
    }

    private Loaded load(Map<String, String> guestOptions, Optional<SnapshotKey> key) {
        Content modelFile = model.content();
        long start = System.nanoTime();
        GuestInstance guest = engine.newGuest(expectedHeap(modelFile.size()), options.maxMemory());
        Duration guestTime = since(start);
        LOG.debug("guest started in {} ms", guestTime.toMillis());
        start = System.nanoTime();
        boolean isLoaded = false;
        try {
            guest.load(modelFile, model::contentBeside, guestOptions);
            isLoaded = true;
        } finally {
            if (!isLoaded) {
                guest.close();
            }
        }
        Duration modelTime = since(start);
        LOG.debug("model {} loaded in {} ms", model.name(), modelTime.toMillis());
        key.filter(wanted -> key(guestOptions).equals(key)).ifPresent(same -> keep(same, guest));
        return new Loaded(guest, guestTime, modelTime);
    }

    private void keep(SnapshotKey key, GuestInstance guest) {
        GuestSnapshot snapshot = guest.snapshot();
        Map<String, String> beside = new LinkedHashMap<>();
        for (String name : snapshot.external()) {
            Optional<String> state = model.stateBeside(name);
            if (state.isEmpty()) {
                return;
            }
            beside.put(name, state.get());
        }
        SnapshotWriter.start(() -> snapshots.keep(key, beside, snapshot, engine.weights()));
    }

    /** The guest holds a model's file, while it loads, and its weights where the host's kernels do not. */
    private long expectedHeap(long fileSize) {
        return (engine.isSimd() ? 1 : 2) * fileSize + Math.min(fileSize, MOST_ACTIVATIONS);
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}
