package io.github.wasmclassify.cli.doctor;

import io.github.wasmclassify.classify.Classification;
import io.github.wasmclassify.classify.Classifier;
import io.github.wasmclassify.classify.ClassifierOptions;
import io.github.wasmclassify.classify.Engine;
import io.github.wasmclassify.classify.Prediction;
import io.github.wasmclassify.guest.GuestInstance;
import io.github.wasmclassify.guest.GuestModule;
import io.github.wasmclassify.guest.kernels.KernelProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks that each engine classifies with the built-in model, and that both give the same answer. */
public final class EngineExamination {
    /** Both compute with 32-bit floats, in different orders. */
    private static final float TOLERANCE = 1e-3f;

    private static final String SUBJECT = "engine";

    private final List<Finding> findings = new ArrayList<>();

    public List<Finding> findings() {
        GuestModule.digests()
                .forEach((module, digest) -> findings.add(
                        Finding.ok("module", module + ", SHA-256 " + digest + ", ABI " + GuestInstance.ABI_VERSION)));
        Optional<Prediction> wasm = classify(Engine.WASM);
        Optional<String> obstacle = KernelProvider.missing();
        if (obstacle.isPresent()) {
            findings.add(Finding.note(
                    SUBJECT, "simd cannot run, so that the slower engine wasm computes all; " + obstacle.get()));
            return findings;
        }
        Optional<Prediction> simd = classify(Engine.SIMD);
        if (wasm.isPresent() && simd.isPresent() && !agree(wasm.get(), simd.get())) {
            findings.add(Finding.problem(
                    SUBJECT,
                    "their answers differ: wasm " + wasm.get() + ", simd " + simd.get(),
                    "use --engine wasm, and report this with all lines of this output"));
        }
        return findings;
    }

    private static boolean agree(Prediction wasm, Prediction simd) {
        return wasm.index() == simd.index() && Math.abs(wasm.score() - simd.score()) <= TOLERANCE;
    }

    private Optional<Prediction> classify(Engine engine) {
        try (Classifier classifier =
                Classifier.open(ClassifierOptions.builder().engine(engine).build())) {
            Classification result = classifier.classify(TinyPicture.bmp());
            findings.add(Finding.ok(
                    SUBJECT,
                    classifier.engine() + " classified a picture, the first in "
                            + result.inference().toMillis() + " ms"));
            return Optional.of(result.best());
        } catch (RuntimeException e) {
            String other = engine == Engine.WASM ? "simd" : "wasm";
            findings.add(Finding.problem(
                    SUBJECT,
                    engine + " fails: " + e.getMessage(),
                    "use --engine " + other + ", and report this with all lines of this output"));
            return Optional.empty();
        }
    }
}
