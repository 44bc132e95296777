package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.model.Model;
import io.github.wasmclassify.model.UserFiles;
import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.ModelCard;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code wasm-classify models verify}: compares models with their size and digest. */
@Command(description = "Verify the size and digest of model files.", footer = "  wasm-classify models verify")
final class ModelsVerifyCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            completionCandidates = ModelNames.Here.class,
            description = "Models to verify (default: all that were downloaded or added).")
    private List<String> names;

    @Override
    public Integer call() {
        List<String> chosen = names == null ? here() : names;
        if (chosen.isEmpty()) {
            System.out.println("no models on this machine except " + Model.POCKET + ", which is built in");
        }
        return EachModel.print(chosen, ModelsVerifyCommand::verify);
    }

    private static List<String> here() {
        UserFiles files = UserFiles.ofUser();
        return files.catalogue().cards().entrySet().stream()
                .filter(entry -> files.state(entry.getKey(), entry.getValue()).isFile())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String verify(String name) {
        Model model = Model.find(name, ModelCard.EMPTY);
        int bytes = model.read().length;
        String what = model.card()
                .text(CardField.DIGEST)
                .map(digest -> "ok, " + bytes + " bytes, " + digest)
                .orElse(bytes + " bytes, without a digest to verify");
        String checked = model.card()
                .text(CardField.LABEL_DIGEST)
                .map(digest -> ", ok, " + digest)
                .orElse(", without a digest to verify");
        return what
                + model.namedLabels()
                        .map(labels -> "; " + labels.entries().size() + " labels" + checked)
                        .orElse("");
    }
}
