package io.github.wasmclassify.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wasmclassify.guest.GuestSnapshot;
import io.github.wasmclassify.guest.MemoryImage;
import io.github.wasmclassify.guest.kernels.WeightStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotFolderTest {
    private static final Function<String, Optional<String>> ALONE = name -> Optional.empty();
    private static final SnapshotKey KEY = new SnapshotKey("/models/a.onnx", "simd, 10 bytes");

    @TempDir
    private Path home;

    private SnapshotFolder folder;

    @BeforeEach
    void folder() {
        folder = new SnapshotFolder(home.resolve("cache/snapshots"));
    }

    private static GuestSnapshot guest(int size) {
        byte[] content = new byte[size];
        for (int i = 0; i < size; i++) {
            content[i] = (byte) (i * 31 + size);
        }
        var image = new MemoryImage(1 << 20, List.of(new MemoryImage.Run(4096, ByteBuffer.wrap(content))));
        return new GuestSnapshot(image, List.of(7L, -1L), 3, "{\"format\": \"ONNX é\"}", List.of("weights.bin"));
    }

    private void keep(SnapshotKey key, GuestSnapshot guest) {
        folder.keep(key, Map.of(), guest, new WeightStore());
    }

    private Optional<GuestSnapshot> find(SnapshotKey key) {
        return folder.find(key, ALONE, new WeightStore());
    }

    private Path onlyFile() throws IOException {
        List<Path> files = folder.files();
        assertEquals(1, files.size());
        return files.get(0);
    }

    private static byte[] memory(GuestSnapshot guest) {
        ByteBuffer bytes = guest.memory().runs().get(0).bytes().duplicate();
        byte[] content = new byte[bytes.remaining()];
        bytes.get(content);
        return content;
    }

    @Test
    void whatIsKeptIsFoundAgain() {
        GuestSnapshot kept = guest(1_000_003); // more than a block of the writer

        keep(KEY, kept);

        GuestSnapshot found = find(KEY).orElseThrow();
        assertEquals(kept.globals(), found.globals());
        assertEquals(kept.model(), found.model());
        assertEquals(kept.description(), found.description());
        assertEquals(kept.external(), found.external());
        assertEquals(kept.memory().length(), found.memory().length());
        assertEquals(4096, found.memory().runs().get(0).address());
        assertArrayEquals(memory(kept), memory(found));
    }

    @Test
    void anotherKeyFindsNothingEvenInAFileOfItsName() throws IOException {
        keep(KEY, guest(100));
        SnapshotKey other = new SnapshotKey(KEY.model(), "simd, 11 bytes");
        assertTrue(find(other).isEmpty());

        Files.move(onlyFile(), onlyFile().resolveSibling(other.fileName()));

        assertTrue(find(other).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.5, 0.999})
    void aDamagedFileIsNotUsedAndIsReplaced(double place) throws IOException {
        keep(KEY, guest(10_000));
        byte[] content = Files.readAllBytes(onlyFile());
        content[(int) (place * content.length)] ^= 1;
        Files.write(onlyFile(), content);
        assertTrue(find(KEY).isEmpty());

        keep(KEY, guest(10_000));

        assertTrue(find(KEY).isPresent());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 8, 60, 9_000})
    void aTruncatedFileIsNotUsed(int length) throws IOException {
        keep(KEY, guest(10_000));
        byte[] content = Files.readAllBytes(onlyFile());
        Files.write(onlyFile(), Arrays.copyOf(content, length));

        assertTrue(find(KEY).isEmpty());
    }

    @Test
    void aChangedFileBesideTheModelMakesASnapshotOutOfDate() {
        folder.keep(KEY, Map.of("weights.bin", "10 bytes"), guest(100), new WeightStore());

        assertTrue(folder.find(KEY, name -> Optional.of("10 bytes"), new WeightStore())
                .isPresent());
        assertTrue(folder.find(KEY, name -> Optional.of("11 bytes"), new WeightStore())
                .isEmpty());
        assertTrue(folder.find(KEY, name -> Optional.empty(), new WeightStore()).isEmpty());
    }

    @Test
    void aFolderThatOthersCanWriteToIsNotUsed() throws IOException {
        assumeTrue(home.getFileSystem().supportedFileAttributeViews().contains("posix"), "no file modes here");
        keep(KEY, guest(100));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())));

        Files.setPosixFilePermissions(folder.path(), PosixFilePermissions.fromString("rwxrwx---"));

        assertTrue(find(KEY).isEmpty());
        assertFalse(folder.isPrivate());
    }

    @Test
    void whereNothingCanBeWrittenNothingIsKeptAndNothingFails() throws IOException {
        Files.createDirectories(home);
        Files.writeString(home.resolve("cache"), "a file where the folder would be");

        keep(KEY, guest(100));

        assertTrue(find(KEY).isEmpty());
    }

    @Test
    void theLeastRecentlyUsedGoWhenThereIsTooMuch() throws IOException {
        int size = (int) (SnapshotFolder.MOST_BYTES / 3);
        for (int i = 0; i < 3; i++) {
            keep(key(i), guest(i == 2 ? 1000 : size));
            age(key(i), 100 - i);
        }
        assertTrue(find(key(0)).isPresent()); // the oldest, but used now

        keep(key(3), guest(size));
        keep(key(4), guest(size / 2));

        assertTrue(find(key(0)).isPresent());
        assertTrue(find(key(1)).isEmpty());
        assertTrue(folder.bytes() <= SnapshotFolder.MOST_BYTES, folder.bytes() + " bytes");
    }

    @Test
    void oneThatWouldPushOutAllOthersIsNotKept() throws IOException {
        keep(KEY, guest((int) (SnapshotFolder.MOST_BYTES / 2 + 1)));

        assertEquals(List.of(), folder.files());
    }

    private static SnapshotKey key(int number) {
        return new SnapshotKey("model " + number, "facts");
    }

    private void age(SnapshotKey key, int seconds) throws IOException {
        Files.setLastModifiedTime(
                folder.path().resolve(key.fileName()),
                FileTime.from(Instant.now().minusSeconds(seconds)));
    }

    @Test
    void severalWritersAtOnceLeaveOneWholeSnapshot() throws Exception {
        List<Thread> writers = IntStream.range(0, 8)
                .mapToObj(i -> new Thread(() -> keep(KEY, guest(300_000))))
                .toList();
        writers.forEach(Thread::start);
        for (Thread writer : writers) {
            writer.join();
        }

        assertArrayEquals(memory(guest(300_000)), memory(find(KEY).orElseThrow()));
        onlyFile();
        try (var all = Files.list(folder.path())) {
            assertEquals(1, all.count(), "unfinished files are left");
        }
    }

    @Test
    void theSnapshotsOfOneModelAreForgottenTogether() throws IOException {
        keep(KEY, guest(100));
        keep(new SnapshotKey(KEY.model(), "wasm"), guest(100));
        SnapshotKey other = new SnapshotKey("/models/b.onnx", "wasm");
        keep(other, guest(100));

        folder.forget(KEY.model());

        assertEquals(1, folder.files().size());
        assertTrue(find(other).isPresent());
    }
}
