package io.github.wasmclassify.cli.help;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options of a command that help shows under one heading.
 *
 * @param options of the command in this section, in the order of their declaration; never empty
 */
record OptionSection(String heading, List<OptionSpec> options) {
    /** The heading for options that belong to no other section. It comes first. */
    private static final String OWN = "Options";

    /** Headings that short help shows, and single options of other sections. */
    private static final Set<String> BRIEF = Set.of(
            OWN,
            "Output",
            "--recursive",
            "--files-from",
            "--allow-url",
            "--sort-into",
            "--model",
            "--labels",
            "--engine",
            "--threads",
            "--verbose",
            "--help",
            "--version");

    private static final Map<String, List<String>> SECTIONS = new LinkedHashMap<>();

    static {
        SECTIONS.put(OWN, List.of());
        SECTIONS.put(
                "Input", List.of("--recursive", "--include", "--exclude", "--files-from", "--null", "--allow-url"));
        SECTIONS.put(
                "Output",
                List.of(
                        "--format",
                        "--line",
                        "--junit",
                        "--confusion",
                        "--output",
                        "--add",
                        "--suspects",
                        "--report",
                        "--quiet",
                        "--top",
                        "--threshold",
                        "--summary",
                        "--color"));
        SECTIONS.put("Sorting", List.of("--sort-into", "--copy", "--link", "--move", "--dry-run"));
        SECTIONS.put(
                "Model",
                List.of(
                        "--model",
                        "--labels",
                        "--preprocess",
                        "--input-range",
                        "--mean",
                        "--std",
                        "--crop",
                        "--resize",
                        "--channels",
                        "--input-size",
                        "--input-node",
                        "--output-node"));
        SECTIONS.put(
                "Performance and limits",
                List.of(
                        "--engine",
                        "--decoder",
                        "--threads",
                        "--max-pixels",
                        "--max-memory",
                        "--timeout",
                        "--fail-fast",
                        "--wasm"));
        SECTIONS.put("General", List.of("--verbose", "--help", "--version"));
    }

    /** All visible options of a command. */
    public static List<OptionSection> of(CommandSpec command) {
        Map<String, List<OptionSpec>> sections = new LinkedHashMap<>();
        SECTIONS.keySet().forEach(heading -> sections.put(heading, new ArrayList<>()));
        command.options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> sections.get(headingOf(option)).add(option));
        return sections.entrySet().stream()
                .filter(section -> !section.getValue().isEmpty())
                .map(section -> new OptionSection(section.getKey(), section.getValue()))
                .toList();
    }

    /** The sections and single options that a beginner needs. */
    static List<OptionSection> brief(CommandSpec command) {
        return of(command).stream()
                .map(section -> BRIEF.contains(section.heading())
                        ? section
                        : new OptionSection(
                                section.heading(),
                                section.options().stream()
                                        .filter(option -> BRIEF.contains(option.longestName()))
                                        .toList()))
                .filter(section -> !section.options().isEmpty())
                .toList();
    }

    private static String headingOf(OptionSpec option) {
        return SECTIONS.entrySet().stream()
                .filter(section -> section.getValue().contains(option.longestName()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(OWN);
    }
}
