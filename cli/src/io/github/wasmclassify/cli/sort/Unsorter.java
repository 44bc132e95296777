package io.github.wasmclassify.cli.sort;

import io.github.wasmclassify.cli.error.InputException;
import io.github.wasmclassify.file.FileFault;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Undoes the actions on a folder, latest first, unless that would lose something. */
public final class Unsorter {
    private final Path root;
    private final Consumer<String> notes;
    private final List<JournalEntry> left = new ArrayList<>();
    private long undone;

    private Unsorter(Path root, Consumer<String> notes) {
        this.root = root;
        this.notes = notes;
    }

    /** How many actions were undone, and how many were left. */
    public record Result(long undone, long left) {}

    /**
     * Undoes all actions in a folder's journal. Actions that cannot be undone stay in the journal, so that the user can
     * try again. If there are none, the journal and all empty folders are deleted.
     *
     * @param own the folders whose journals are this user's
     * @param force whether to trust another journal
     * @param notes takes a line for each picture that is left
     * @throws InputException if there is no usable journal; then nothing was done
     */
    public static Result undo(Path root, SortedFolders own, boolean force, Consumer<String> notes) {
        try {
            if (!force && Files.exists(root.resolve(Journal.NAME)) && !own.contains(root)) {
                throw new InputException(root
                        + ": its journal was not written on this machine, and a journal can cause any file to be "
                        + "moved; if you trust it, use --force");
            }
            Path entry = own.entry(root);
            Result result = new Unsorter(root, notes).run();
            if (result.left() == 0) {
                SortedFolders.remove(entry);
            }
            return result;
        } catch (NoSuchFileException e) {
            throw new InputException(
                    root + ": nothing to undo: no pictures were sorted into it (it has no " + Journal.NAME + ")", e);
        } catch (IOException e) {
            throw new InputException(root + ": cannot use its journal: " + FileFault.reason(e), e);
        }
    }

    private Result run() throws IOException {
        List<JournalEntry> entries;
        try (Journal journal = Journal.openExisting(root)) {
            entries = journal.read();
            Collections.reverse(entries);
            entries.forEach(this::undo);
        }
        Collections.reverse(left);
        Journal.replace(root, left);
        deleteEmptyFolders(entries);
        return new Result(undone, left.size());
    }

    private void undo(JournalEntry entry) {
        Path to = root.resolve(entry.to());
        Optional<String> obstacle;
        try {
            obstacle = isReached(to)
                    ? entry.filing().undo(entry.from(), to)
                    : Optional.of("its folder was replaced by a symbolic link");
        } catch (IOException e) {
            obstacle = Optional.of(FileFault.reason(e));
        }
        if (obstacle.isPresent()) {
            left.add(entry);
            notes.accept(to + ": left as it is: " + obstacle.get());
        } else {
            undone++;
        }
    }

    /** Whether no link on the way to a file leads out of the root. */
    private boolean isReached(Path file) throws IOException {
        Path folder = file.getParent();
        return !Filing.isThere(folder)
                || folder.toRealPath().equals(root.toRealPath().resolve(folder.getFileName()));
    }

    private void deleteEmptyFolders(List<JournalEntry> entries) throws IOException {
        Set<Path> folders = new LinkedHashSet<>();
        entries.forEach(entry -> folders.add(root.resolve(entry.to()).getParent()));
        folders.add(root);
        for (Path folder : folders) {
            try {
                Files.deleteIfExists(folder);
            } catch (DirectoryNotEmptyException e) {
                // there are other things in it
            }
        }
    }
}
