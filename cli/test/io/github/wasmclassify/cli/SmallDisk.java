package io.github.wasmclassify.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A file system in memory with little room. Tests that need one are skipped where it cannot be mounted. */
public record SmallDisk(Path folder) implements AutoCloseable {
    /** @param folder an empty one */
    public static SmallDisk at(Path folder, int kibibytes) throws IOException {
        Files.createDirectories(folder);
        boolean isMounted = run("mount", "-t", "tmpfs", "-o", "size=" + kibibytes + "k", "tmpfs", folder.toString());
        Assumptions.assumeTrue(isMounted, "needs a small disk, and mounting is not allowed");
        return new SmallDisk(folder);
    }

    public void resize(int kibibytes) throws IOException {
        if (!run("mount", "-o", "remount,size=" + kibibytes + "k", folder.toString())) {
            throw new IOException("cannot resize " + folder);
        }
    }

    private static boolean run(String... command) throws IOException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (InterruptedException e) {
            throw new IOException(e);
        } catch (IOException e) {
            return false; // no such command
        }
    }

    @Override
    public void close() throws IOException {
        run("umount", folder.toString());
    }
}
