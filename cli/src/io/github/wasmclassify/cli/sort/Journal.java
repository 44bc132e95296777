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
 * What was done to a folder, so that it can be undone: an entry before each action and one after it. Lines go to the
 * system at once, so that they survive the end of the process. One process at a time has a folder's journal.
 */
final class Journal implements AutoCloseable {
    /** Hidden, and no name that a label gets. */
    static final String NAME = ".wasm-classify-journal.jsonl";

    private final Path file;
    private final FileChannel channel;

    private Journal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Opens the journal of a folder that exists, or begins one. */
    static Journal open(Path folder) throws IOException {
        return open(folder, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /** Opens the journal that a folder has. */
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
     * The actions so far that may have had an effect, the first first. A last line that was cut off does not count:
     * nothing is done before an entry is whole.
     *
     * @throws InputException if a line is no entry
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

    /** Adds an entry; on a failure the journal is as before. */
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

    /** Where the next entry goes; what a crash left of a line is cut away. */
    private long endOfLastLine() throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        long end = channel.size();
        while (end > 0 && channel.read(last.clear(), end - 1) == 1 && last.get(0) != '\n') {
            end--;
        }
        channel.truncate(end);
        return end;
    }

    /** What is left to be undone, in place of all that was; nothing at all leaves no journal. It must not be open. */
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
