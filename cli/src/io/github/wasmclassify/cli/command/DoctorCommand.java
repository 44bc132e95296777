package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.cli.doctor.EngineExamination;
import io.github.wasmclassify.cli.doctor.Finding;
import io.github.wasmclassify.cli.doctor.JavaExamination;
import io.github.wasmclassify.cli.doctor.ModelExamination;
import io.github.wasmclassify.cli.help.Variables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** {@code wasm-classify doctor}: checks that everything the command needs is there and works. */
@Command(
        description = "Check the installation, and say how to fix each problem.",
        exitCodeList = {
            ExitCode.OK_TEXT,
            ExitCode.USAGE_TEXT,
            "3:there are problems, which the output explains",
            ExitCode.INTERNAL_TEXT
        },
        footer = "  wasm-classify doctor")
final class DoctorCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        List<Finding> findings = new ArrayList<>(new JavaExamination().findings());
        findings.addAll(new EngineExamination().findings());
        findings.addAll(new ModelExamination().findings());
        variables().ifPresent(findings::add);
        Variables.unknown()
                .forEach((variable, meant) -> findings.add(Finding.note(
                        "environment",
                        variable + " is not a known variable"
                                + (meant.isEmpty() ? "" : "; did you mean " + meant + "?"))));
        findings.forEach(System.out::println);
        return findings.stream().anyMatch(finding -> finding.level() == Finding.Level.PROBLEM)
                ? ExitCode.UNUSABLE
                : ExitCode.OK;
    }

    /** Problems with variables that set options, which otherwise only commands with these options would report. */
    private static Optional<Finding> variables() {
        try {
            Main.commandLine().setDefaultValueProvider(new Variables()).parseArgs("predict", "-");
            return Optional.empty();
        } catch (ParameterException e) {
            String variable = Variables.blame(
                            UsageError.options(e), List.of(), e.getCommandLine().getCommandSpec())
                    .orElse("a variable");
            return Optional.of(Finding.problem(
                    "environment", variable + ": " + e.getMessage(), "set it to something else, or unset it"));
        }
    }
}
