package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.cli.help.PreparedHelp;
import io.github.wasmclassify.cli.help.SectionedHelp;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Writes the texts of {@link PreparedHelp} into a directory of classes. The build runs it. */
public final class HelpTexts {
    private HelpTexts() {}

    /** @param args the directory */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0], PreparedHelp.class.getPackageName().split("[.]"));
        for (int width : PreparedHelp.widths()) {
            write(folder, List.of(), Main.commandLine(), false, width);
            write(folder, List.of(), Main.commandLine(), true, width);
        }
    }

    private static void write(Path folder, List<String> names, CommandLine command, boolean isBrief, int width)
            throws IOException {
        Path file = folder.resolve(PreparedHelp.resource(names, isBrief, width));
        Files.createDirectories(file.getParent());
        command.setHelpFactory((spec, colors) -> new SectionedHelp(spec, colors, isBrief, width));
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
            command.usage(out, Ansi.ON);
        }
        for (CommandLine subcommand : command.getSubcommands().values()) {
            List<String> inner = new ArrayList<>(names);
            inner.add(subcommand.getCommandName());
            write(folder, inner, subcommand, isBrief, width);
        }
    }
}
