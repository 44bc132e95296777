package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.cli.help.ManPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Writes a manual page for each command into a directory. The build runs it. */
public final class ManPages {
    private ManPages() {}

    /** @param args the directory */
    public static void main(String[] args) throws IOException {
        write(Files.createDirectories(Path.of(args[0])), Main.commandLine());
    }

    private static void write(Path directory, CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        try {
            Files.writeString(directory.resolve(ManPage.name(spec) + ".1"), ManPage.of(spec));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        command.getSubcommands().values().forEach(subcommand -> write(directory, subcommand));
    }
}
