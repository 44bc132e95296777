package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.classify.Classifier;
import io.github.wasmclassify.cli.models.ModelPuller;
import io.github.wasmclassify.cli.report.DownloadProgress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wasm-classify models pull}: downloads models of the catalogue. */
@Command(
        description = "Download models and verify them. An interrupted download is resumed.",
        footer = {
            "  wasm-classify models pull mobilenet-v2",
            "  wasm-classify models pull --from ~/Downloads/ mobilenet-v2"
        })
final class ModelsPullCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "NAME",
            completionCandidates = ModelNames.Missing.class,
            description = "Models from 'wasm-classify models list'.")
    private List<String> names;

    @Option(
            names = "--from",
            paramLabel = "URL|FILE",
            description =
                    "Get the file from a mirror or a local file: a URL or path of the file itself, or of a directory of files named "
                            + "as in the catalogue (a URL of a directory ends in a slash). Size and digest must still match the catalogue.")
    private String from;

    @Spec
    private CommandSpec command;

    @Override
    @SuppressWarnings("ClosingStandardOutputStreams") // the progress leaves stderr open
    public Integer call() {
        try (DownloadProgress progress = new DownloadProgress(System.err)) {
            ModelPuller puller = new ModelPuller(Optional.ofNullable(from), Classifier::describe, progress, Notes::say);
            if (names.size() > 1 && puller.takesOneFile()) {
                throw new ParameterException(
                        command.commandLine(),
                        "--from names one file, but " + names.size() + " models are to be pulled");
            }
            for (String name : names) {
                progress.begin(name);
                boolean fetched = puller.pull(name);
                progress.end();
                System.out.println(name + (fetched ? ": pulled" : ": already here"));
            }
        }
        return ExitCode.OK;
    }
}
