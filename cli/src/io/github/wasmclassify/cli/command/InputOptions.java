package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.cli.input.InputSpec;
import io.github.wasmclassify.cli.input.PictureFilter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The options that choose a command's pictures. */
final class InputOptions {
    @Parameters(
            arity = "0..*",
            paramLabel = "FILE|DIRECTORY",
            description =
                    "Picture files (JPEG, PNG, GIF, WebP, BMP, TIFF, ICO, PNM, QOI, TGA) or directories of them. - is a picture on "
                            + "stdin. @LIST is a file that lists names, one per line. With --allow-url, also web addresses.")
    private List<String> operands = List.of();

    @Option(
            names = {"-r", "--recursive"},
            description = "Include directories inside directories.")
    private boolean recursive;

    @Option(
            names = "--include",
            paramLabel = "GLOB",
            description =
                    "In directories, classify only files that match GLOB, whatever their extension: '*.jpg' matches the name, "
                            + "'trips/**' the path below the directory. Can be repeated.")
    private List<String> include = List.of();

    @Option(
            names = "--exclude",
            paramLabel = "GLOB",
            description = "In directories, skip files and directories that match GLOB. Can be repeated.")
    private List<String> exclude = List.of();

    @Option(
            names = "--files-from",
            paramLabel = "FILE",
            description = "Also read names from FILE, one per line; - is stdin.")
    private String filesFrom;

    @Option(
            names = {"-0", "--null"},
            description = "Names in lists end with a NUL byte, as 'find -print0' writes them.")
    private boolean nulSeparated;

    @Option(
            names = "--allow-url",
            description =
                    "Accept http and https addresses as arguments. Only public addresses are contacted; each picture may take a "
                            + "minute and have 256 MiB.")
    private boolean allowUrl;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /**
     * @param leftOut directories to skip, unless they are named themselves
     * @throws ParameterException if nothing is named, or a glob cannot be read
     */
    InputSpec spec(List<Path> leftOut) {
        if (operands.isEmpty() && filesFrom == null) {
            throw new ParameterException(command.commandLine(), "missing required parameter: 'FILE|DIRECTORY'");
        }
        try {
            PictureFilter filter = PictureFilter.of(include, exclude, leftOut);
            return new InputSpec(
                    operands,
                    literalOperands(),
                    Optional.ofNullable(filesFrom),
                    nulSeparated,
                    recursive,
                    filter,
                    allowUrl);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage());
        }
    }

    /** The number of operands after {@code --}. */
    private int literalOperands() {
        List<String> words = command.commandLine().getParseResult().originalArgs();
        int end = words.indexOf("--");
        return end < 0 ? 0 : words.size() - end - 1;
    }
}
