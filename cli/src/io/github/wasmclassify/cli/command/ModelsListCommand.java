package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.cli.report.ModelTable;
import io.github.wasmclassify.cli.text.Printable;
import io.github.wasmclassify.model.Catalogue;
import io.github.wasmclassify.model.DefaultModel;
import io.github.wasmclassify.model.UserFiles;
import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.ModelCard;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code wasm-classify models list}: lists the models that are known by name. */
@Command(
        description = "List the known models. * marks the default.",
        footer = {"  wasm-classify models list", "  wasm-classify models list --all"})
final class ModelsListCommand implements Callable<Integer> {
    @Option(names = "--all", description = "Include models that this project has not tested.")
    private boolean all;

    @Override
    public Integer call() {
        UserFiles files = UserFiles.ofUser();
        Catalogue catalogue = files.catalogue();
        DefaultModel defaultModel = DefaultModel.find();
        ModelTable table = new ModelTable(defaultModel.name());
        Map<String, ModelCard> untested = new LinkedHashMap<>();
        catalogue.cards().forEach((name, card) -> {
            UserFiles.State state = files.state(name, card);
            if (state == UserFiles.State.AVAILABLE && !isTested(card)) {
                untested.put(name, card);
            } else {
                table.add(name, card, state);
            }
        });
        if (all && !untested.isEmpty()) {
            table.addHeading("Not tested by this project. 'models pull' verifies size, digest, input and classes:");
            untested.forEach((name, card) -> table.add(name, card, UserFiles.State.AVAILABLE));
        }
        System.out.print(table);
        if (catalogue.find(defaultModel.name()).isEmpty()) {
            System.out.println("* " + Printable.of(defaultModel.name()) + " (a file, " + defaultModel.reason() + ")");
        }
        if (!all && !untested.isEmpty()) {
            Notes.say(untested.size() + " more models, which this project has not tested: "
                    + "'wasm-classify models list --all'");
        }
        return ExitCode.OK;
    }

    /** Models of the user's own catalogue count as tested unless it says otherwise. */
    private static boolean isTested(ModelCard card) {
        return card.text(CardField.TESTED).map(Boolean::valueOf).orElse(true);
    }
}
