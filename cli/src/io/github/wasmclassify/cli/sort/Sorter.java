package io.github.wasmclassify.cli.sort;

import io.github.wasmclassify.cli.batch.Outcome;
import io.github.wasmclassify.cli.batch.OutcomeListener;
import io.github.wasmclassify.cli.batch.Tally;
import io.github.wasmclassify.cli.error.OutputException;
import io.github.wasmclassify.file.FileFault;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Puts each picture into the folder of its verdict, or only says what it would do. */
public final class Sorter implements OutcomeListener, AutoCloseable {
    /**
     * In a locale with another encoding, Java can use the files that it lists, but cannot write or read their names as
     * text.
     */
    private static final String UNNAMEABLE = "this name is not valid in the locale's encoding; set LC_ALL=C.UTF-8";

    private final Path root;
    private final Filing filing;
    private final Consumer<String> notes;
    private final SortFolder folder;
    /** Absent in a dry run. */
    private final Optional<Journal> journal;

    private long filed;
    private long inPlace;
    private long already;
    private long failed;

    private Sorter(Path root, Filing filing, Consumer<String> notes, Optional<Journal> journal) {
        this.root = root;
        this.filing = filing;
        this.notes = notes;
        this.journal = journal;
        folder = new SortFolder(root);
    }

    /**
     * Creates the folder and its journal.
     *
     * @param own registers the folder
     * @param notes takes lines for people: each failure, and a summary at the end
     * @throws OutputException if the folder cannot be created
     */
    public static Sorter open(Path root, Filing filing, SortedFolders own, Consumer<String> notes) {
        try {
            Files.createDirectories(root);
            boolean isForeign = Files.exists(root.resolve(Journal.NAME)) && !own.contains(root);
            if (!isForeign) {
                register(root, own, notes); // before the journal exists: a run may be killed in between
            }
            Journal journal = Journal.open(root);
            if (isForeign) {
                notes.accept("'wasm-classify unsort' will need --force: " + root
                        + " has a journal that was not written on this machine");
            }
            return new Sorter(root, filing, notes, Optional.of(journal));
        } catch (FileAlreadyExistsException e) {
            throw new OutputException("cannot sort into " + root + ": it is a file", e);
        } catch (IOException e) {
            throw new OutputException("cannot sort into " + root + ": " + FileFault.reason(e), e);
        }
    }

    private static void register(Path root, SortedFolders own, Consumer<String> notes) {
        try {
            own.add(root);
        } catch (IOException e) {
            notes.accept("'wasm-classify unsort' will need --force: cannot write to " + own.register() + ": "
                    + FileFault.reason(e));
        }
    }

    /** Changes nothing. */
    public static Sorter dry(Path root, Filing filing, Consumer<String> notes) {
        return new Sorter(root, filing, notes, Optional.empty());
    }

    @Override
    public void add(Outcome outcome) {
        if (outcome instanceof Outcome.Classified done) {
            String name = done.input().name();
            try {
                Path file = done.input()
                        .file()
                        .orElseThrow(() -> new IOException("it is not a file; give the path of a file instead"));
                file(absolute(file), done.shortVerdict(), name);
            } catch (IOException e) {
                fail(name, done.shortVerdict(), FileFault.reason(e));
            } catch (InvalidPathException e) {
                fail(name, done.shortVerdict(), UNNAMEABLE);
            }
        }
    }

    private void fail(String name, String verdict, String why) {
        failed++;
        notes.accept(name + ": cannot be " + filing.participle() + " to the folder of `" + verdict + "`: " + why);
    }

    /** A path that does not depend on the current directory or on symbolic links, except the file itself. */
    private static Path absolute(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path real = absolute.getParent().toRealPath().resolve(absolute.getFileName());
        if (!Path.of(real.toString()).equals(real)) {
            throw new IOException(UNNAMEABLE);
        }
        return real;
    }

    private void file(Path from, String verdict, String name) throws IOException {
        Path target = folder.of(verdict);
        if (Files.isDirectory(target) && Files.isSameFile(target, from.getParent())) {
            inPlace++;
        } else if (journal.isEmpty()) {
            folder.freeName(target, from).ifPresentOrElse(to -> plan(name, to), () -> already++);
        } else {
            boolean isNew = makeFolder(target);
            try {
                fileInto(target, from);
            } catch (IOException e) {
                if (isNew) {
                    removeEmpty(target, e);
                }
                throw e;
            }
        }
    }

    private void plan(String name, Path to) {
        folder.plan(to);
        notes.accept("would " + filing.key() + " " + name + " to " + to);
        filed++;
    }

    private void fileInto(Path target, Path from) throws IOException {
        Optional<Path> to = folder.freeName(target, from);
        while (to.isPresent() && !isFiled(from, to.get())) {
            to = folder.freeName(target, from); // somebody took the name first
        }
        if (to.isPresent()) {
            filed++;
        } else {
            already++;
        }
    }

    /** Removes a folder that stayed empty. If that fails, the original failure is still the one to report. */
    private static void removeEmpty(Path target, IOException failure) {
        try {
            Files.deleteIfExists(target);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** @return whether it is new */
    private static boolean makeFolder(Path target) throws IOException {
        try {
            boolean isNew = !Files.exists(target);
            Files.createDirectories(target);
            return isNew;
        } catch (FileAlreadyExistsException e) {
            throw new IOException(target + " is a file", e);
        }
    }

    private boolean isFiled(Path from, Path to) throws IOException {
        JournalEntry entry = new JournalEntry(JournalEntry.State.BEGUN, filing, from, root.relativize(to));
        journal.orElseThrow().write(entry);
        try {
            filing.file(from, to);
        } catch (FileAlreadyExistsException e) {
            journal.orElseThrow().write(entry.with(JournalEntry.State.FAILED));
            return false;
        } catch (IOException e) {
            journal.orElseThrow().write(entry.with(JournalEntry.State.FAILED));
            throw e;
        }
        journal.orElseThrow().write(entry.with(JournalEntry.State.DONE));
        return true;
    }

    @Override
    public void end(Tally tally) {
        tally.addUnfiled(failed);
        StringBuilder note = new StringBuilder();
        if (journal.isEmpty()) {
            note.append("dry run: ").append(pictures(filed)).append(" would be ");
        } else {
            note.append(pictures(filed)).append(' ');
        }
        note.append(filing.participle()).append(" to folders in ").append(root);
        if (inPlace > 0) {
            note.append(", ").append(inPlace).append(" already in place");
        }
        if (already > 0) {
            note.append(", ").append(already).append(" already there");
        }
        if (failed > 0) {
            note.append(", ").append(failed).append(" could not be");
        }
        if (journal.isPresent() && filed > 0) {
            note.append("; undo with 'wasm-classify unsort ").append(root).append("'");
        }
        notes.accept(note.toString());
    }

    private static String pictures(long count) {
        return count == 1 ? "1 picture" : count + " pictures";
    }

    @Override
    public void close() {
        journal.ifPresent(Journal::close);
    }
}
