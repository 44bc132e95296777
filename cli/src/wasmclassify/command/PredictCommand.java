package wasmclassify.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import wasmclassify.batch.Batch;
import wasmclassify.batch.OutcomeListener;
import wasmclassify.batch.Tally;
import wasmclassify.classify.ClassifierPool;
import wasmclassify.input.InputSpec;
import wasmclassify.input.Inputs;
import wasmclassify.report.BatchProgress;
import wasmclassify.report.ResultOutput;
import wasmclassify.report.RunFacts;
import wasmclassify.report.SummaryText;
import wasmclassify.report.Terminal;

/** {@code wasm-classify predict}: says what pictures show. */
@Command(name = "predict", description = "Say what pictures show.")
final class PredictCommand implements Callable<Integer> {
    @Mixin
    private InputOptions inputOptions;

    @Mixin
    private OutputOptions outputOptions;

    @Mixin
    private TimeLimit timeLimit;

    @Option(names = "--fail-fast", description = "Stop at the first picture that fails.")
    private boolean failFast;

    @Mixin
    private ModelOptions modelOptions;

    @Mixin
    private Verbosity verbosity;

    @Override
    public Integer call() {
        verbosity.apply();
        // what is quick to check comes first
        InputSpec spec = inputOptions.spec();
        Duration timeout = timeLimit.timeout();
        int top = outputOptions.top();
        double threshold = outputOptions.threshold();
        try (Interruption interruption = new Interruption();
                Inputs inputs = Inputs.of(spec);
                ResultOutput output = outputOptions.open();
                ClassifierPool pool = modelOptions.openPool(spec.isOnePicture(), timeout, top)) {
            List<OutcomeListener> listeners = listeners(spec, output, new RunFacts(modelOptions.model(), pool.engine()));
            Tally tally = new Batch(pool, threshold, failFast, interruption.stop(), listeners).run(inputs);
            output.commit();
            if (outputOptions.summaryIsApart()) {
                System.err.print(SummaryText.of(tally));
            }
            return interruption.hasHappened() ? ExitCode.INTERRUPTED : ExitCode.of(tally);
        } catch (ResultOutput.OutputClosedException e) {
            return ExitCode.OK; // whoever reads has seen enough
        }
    }

    private List<OutcomeListener> listeners(InputSpec spec, ResultOutput output, RunFacts facts) {
        List<OutcomeListener> listeners = new ArrayList<>();
        if (!outputOptions.isWatched() && Terminal.isStderr() && !spec.isOnePicture()) {
            BatchProgress progress = new BatchProgress(System.err, () -> Inputs.count(spec));
            listeners.add(progress);
            listeners.add(new Failures(progress::clear));
        } else {
            listeners.add(new Failures(() -> {}));
        }
        listeners.add(outputOptions.report(output, facts));
        return listeners;
    }
}
