package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.cli.batch.OutcomeListener;
import io.github.wasmclassify.cli.sort.Filing;
import io.github.wasmclassify.cli.sort.SortedFolders;
import io.github.wasmclassify.cli.sort.Sorter;
import io.github.wasmclassify.model.cache.Home;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options for sorting pictures into folders by their class. */
final class SortOptions {
    @Option(
            names = "--sort-into",
            paramLabel = "DIR",
            description =
                    "Put each picture into a folder of DIR named after its label. 'wasm-classify unsort DIR' undoes this.")
    private Path folder;

    @Option(names = "--copy", description = "Copy pictures into DIR (default).")
    private boolean copy;

    @Option(names = "--link", description = "Make symbolic links in DIR instead.")
    private boolean link;

    @Option(names = "--move", description = "Move pictures into DIR instead.")
    private boolean move;

    @Option(names = "--dry-run", description = "Only print what --sort-into would do.")
    private boolean dryRun;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    Optional<Path> folder() {
        return Optional.ofNullable(folder);
    }

    /**
     * The listener that sorts the pictures.
     *
     * @param notes takes lines for people
     * @throws ParameterException if the options contradict each other
     * @throws io.github.wasmclassify.cli.error.OutputException if the folder cannot be used
     */
    OutcomeListener open(Consumer<String> notes) {
        List<Filing> ways = ways();
        if (folder == null && (dryRun || !ways.isEmpty())) {
            throw new ParameterException(
                    command.commandLine(), "--copy, --link, --move and --dry-run need --sort-into DIR");
        }
        if (ways.size() > 1) {
            throw new ParameterException(command.commandLine(), "use only one of --copy, --link and --move");
        }
        if (folder == null) {
            return OutcomeListener.NONE;
        }
        Filing way = ways.isEmpty() ? Filing.COPY : ways.get(0);
        return dryRun ? Sorter.dry(folder, way, notes) : Sorter.open(folder, way, ownFolders(), notes);
    }

    /** The register of the folders that this user sorted into. */
    static SortedFolders ownFolders() {
        return new SortedFolders(Home.directory().resolve("sorted-folders"));
    }

    private List<Filing> ways() {
        List<Filing> ways = new ArrayList<>();
        if (copy) {
            ways.add(Filing.COPY);
        }
        if (link) {
            ways.add(Filing.LINK);
        }
        if (move) {
            ways.add(Filing.MOVE);
        }
        return ways;
    }
}
