package io.github.wasmclassify.cli.sort;

import io.github.wasmclassify.cli.error.InputException;
import io.github.wasmclassify.cli.file.NewFile;
import io.github.wasmclassify.cli.sort.JournalEntry.State;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The journal of a folder, which makes it possible to undo a sort: one entry before each action and one after it. Lines
 * are written at once, so that they survive the end of the process. Only one process at a time can open a folder's
 * journal.
 */
final class Journal implements AutoCloseable {
    /** A hidden file, whose name no label's folder can have. */
    static final String NAME = ".wasm-classify-journal.jsonl";

    private final Path file;
    private final FileChannel channel;

    private Journal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Opens or creates the journal of an existing folder. */
    static Journal open(Path folder) throws IOException {
        return open(folder, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /** Opens the existing journal of a folder. */
    static Journal openExisting(Path folder) throws IOException {
        return open(folder, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    private static Journal open(Path folder, Set<StandardOpenOption> options) throws IOException {
        Path file = folder.resolve(NAME);
        FileChannel channel = FileChannel.open(file, options);
        if (!lock(channel)) {
            channel.close();
            throw new IOException("another run is using it");
        }
        return new Journal(file, channel);
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock(); // held until the channel is closed
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /**
     * The actions so far that may have had an effect, oldest first. An incomplete last line is skipped, because no
     * action begins before its entry is complete.
     *
     * @throws InputException if a line is not an entry
     */
    List<JournalEntry> read() throws IOException {
        endOfLastLine();
        channel.position(0);
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
        List<JournalEntry> entries = new ArrayList<>();
        int number = 1;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            JournalEntry entry = parse(number++, line);
            if (!entries.isEmpty() && entries.get(entries.size() - 1).equals(entry.with(State.BEGUN))) {
                entries.remove(entries.size() - 1);
            }
            if (entry.state() != State.FAILED) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private JournalEntry parse(int number, String line) {
        try {
            return JournalEntry.parse(line);
        } catch (IllegalArgumentException e) {
            throw new InputException(file + ": line " + number + " " + e.getMessage(), e);
        }
    }

    /** Adds an entry. If that fails, the journal is unchanged. */
    void write(JournalEntry entry) throws IOException {
        long end = endOfLastLine();
        try {
            ByteBuffer line = StandardCharsets.UTF_8.encode(entry.toLine() + "\n");
            channel.position(end);
            while (line.hasRemaining()) {
                channel.write(line);
            }
        } catch (IOException e) {
            channel.truncate(end);
            throw e;
        }
    }

    /** The position of the next entry, after an incomplete line has been cut off. */
    private long endOfLastLine() throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        long end = channel.size();
        while (end > 0 && channel.read(last.clear(), end - 1) == 1 && last.get(0) != '\n') {
            end--;
        }
        channel.truncate(end);
        return end;
    }

    /**
     * Replaces the journal with the entries that are still to be undone, or deletes it if there are none. It must not
     * be open.
     */
    static void replace(Path folder, List<JournalEntry> entries) throws IOException {
        if (entries.isEmpty()) {
            Files.deleteIfExists(folder.resolve(NAME)); // an empty one is gone since it was closed
            return;
        }
        try (NewFile file = NewFile.create(folder.resolve(NAME))) {
            Writer writer = new OutputStreamWriter(file.stream(), StandardCharsets.UTF_8);
            for (JournalEntry entry : entries) {
                writer.write(entry.toLine() + "\n");
            }
            writer.flush();
            file.commit();
        }
    }

    @Override
    public void close() {
        try (channel) {
            if (channel.size() == 0) {
                Files.delete(file);
            }
        } catch (IOException e) {
            // an empty file is left, and means nothing
        }
    }
}
