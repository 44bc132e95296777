package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.classify.ClassifierPool;
import io.github.wasmclassify.cli.serve.NamedModel;
import io.github.wasmclassify.cli.serve.Pools;
import io.github.wasmclassify.cli.serve.Serving;
import io.github.wasmclassify.model.DefaultModel;
import io.github.wasmclassify.server.ServerOptions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wasm-classify serve}: classifies pictures that arrive in HTTP requests. */
@Command(
        name = "serve",
        description = "Classify pictures over HTTP.",
        footer = {
            "  wasm-classify serve",
            "  wasm-classify serve --model mobilenet-v2 --model birds=birds.tflite --port 8080"
        })
final class ServeCommand implements Callable<Integer> {
    @Option(
            names = {"-m", "--model"},
            paramLabel = "[NAME=]MODEL",
            completionCandidates = ModelNames.Usable.class,
            description =
                    "Serve this model, a name from 'wasm-classify models list' or a file, as NAME. Can be repeated; requests that "
                            + "name no model use the first. Default: the default model of 'predict'.")
    private List<String> models = List.of();

    @Mixin
    private ListenOptions listenOptions;

    @Mixin
    private ServeLimits limits;

    @Mixin
    private CardOptions cardOptions;

    @Mixin
    private EngineOptions engineOptions;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        // quick checks come first
        ServerOptions options = serverOptions();
        List<NamedModel> chosen = chosen();
        Notes notes = new Notes();
        try (Pools pools = new Pools(engineOptions.threads(), options.timeout())) {
            for (NamedModel model : chosen) {
                ClassifierPool pool = pools.open(
                        model.name(),
                        engineOptions.builder(model.model(), cardOptions.card()).build());
                ModelNotes.of(model.model(), pool.model()).forEach(notes::print);
            }
            Serving.run(options, pools.models(), notes::print);
        }
        return ExitCode.OK;
    }

    private ServerOptions serverOptions() {
        return new ServerOptions(
                listenOptions.host(),
                listenOptions.port(),
                engineOptions.threads() + limits.queue(),
                limits.maxBody(),
                limits.timeout(),
                limits.grace(),
                limits.connections(),
                listenOptions.token(),
                listenOptions.tls(),
                listenOptions.fetcher(),
                listenOptions.origins(),
                listenOptions.hasPage(),
                listenOptions.accessLog());
    }

    private List<NamedModel> chosen() {
        List<String> named = models.isEmpty() ? List.of(DefaultModel.find().name()) : models;
        if (named.size() > 1 && !cardOptions.card().facts().isEmpty()) {
            throw new ParameterException(
                    command.commandLine(), "options such as --labels are about one model, but several are served");
        }
        try {
            return NamedModel.all(named);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage());
        }
    }
}
