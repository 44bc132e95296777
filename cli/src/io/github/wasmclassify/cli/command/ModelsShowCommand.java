package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.classify.Classifier;
import io.github.wasmclassify.cli.report.ModelFacts;
import io.github.wasmclassify.model.Model;
import io.github.wasmclassify.model.ModelName;
import io.github.wasmclassify.model.UserFiles;
import io.github.wasmclassify.model.card.ModelCard;
import io.github.wasmclassify.model.card.ModelDescription;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code wasm-classify models show}: shows what is known about a model, with the source of each fact. */
@Command(
        description = "Show everything known about a model, and where each fact comes from.",
        footer = {"  wasm-classify models show pocket", "  wasm-classify models show ./birds.tflite"})
final class ModelsShowCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "NAME|FILE",
            completionCandidates = ModelNames.Known.class,
            description = "A model from 'wasm-classify models list', or a model file.")
    private String nameOrFile;

    @Mixin
    private CardOptions cardOptions;

    @Override
    public Integer call() {
        ModelCard wishes = cardOptions.card();
        Optional<ModelCard> available = notPulled();
        if (available.isPresent()) {
            System.out.print(new ModelFacts(nameOrFile, wishes.over(available.get())));
            Notes.say("`" + nameOrFile + "` is not on this machine, so only its catalogue entry is shown; "
                    + "get it with 'wasm-classify models pull " + nameOrFile + "'");
            return ExitCode.OK;
        }
        Model model = Model.find(nameOrFile, wishes);
        ModelDescription description = Classifier.describe(model);
        System.out.print(new ModelFacts(nameOrFile, model.cardWith(description))
                .withNetwork(description)
                .withFile(model.file()));
        return ExitCode.OK;
    }

    private Optional<ModelCard> notPulled() {
        UserFiles files = UserFiles.ofUser();
        return ModelName.isOne(nameOrFile)
                ? files.catalogue()
                        .find(nameOrFile)
                        .filter(card -> files.state(nameOrFile, card) == UserFiles.State.AVAILABLE)
                : Optional.empty();
    }
}
