package io.github.wasmclassify.cli.launcher;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command as a user has it: a copy of the project that is built, started through its launcher. */
final class InstalledCommand {
    private final Path launcher;

    private InstalledCommand(Path launcher) {
        this.launcher = launcher;
    }

    /** Installs it below a folder, which takes a few seconds. */
    static InstalledCommand in(Path folder) throws Exception {
        Path project = ProjectCopy.in(folder.resolve("project"));
        ProjectCopy.maven(project, ProjectCopy.BUILD + " && " + ProjectCopy.NO_ARCHIVE);
        InstalledCommand command = new InstalledCommand(project.resolve("wasm-classify"));
        Process first = command.process("--version").redirectErrorStream(true).start();
        first.getInputStream().readAllBytes();
        waitFor(first);
        return command;
    }

    Path folder() {
        return launcher.getParent();
    }

    /** The words that start it. */
    List<String> words(Object... arguments) {
        List<String> words = new ArrayList<>(List.of("/bin/sh", launcher.toString()));
        for (Object argument : arguments) {
            words.add(argument.toString());
        }
        return words;
    }

    /** It heeds an interrupt also where the tests run in the background of a shell, which has its jobs ignore one. */
    ProcessBuilder process(Object... arguments) throws IOException, InterruptedException {
        List<String> words = words(arguments);
        boolean canReset = new ProcessBuilder("env", "--default-signal=INT", "true")
                        .start()
                        .waitFor()
                == 0;
        if (canReset) {
            words.addAll(0, List.of("env", "--default-signal=INT"));
        }
        return withJava(new ProcessBuilder(words));
    }

    /** A shell that runs a script in which {@code $command} is this command. */
    ProcessBuilder shell(String script) {
        ProcessBuilder shell = withJava(new ProcessBuilder("/bin/sh", "-c", script));
        shell.environment().put("command", launcher.toString());
        return shell;
    }

    private static ProcessBuilder withJava(ProcessBuilder builder) {
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder;
    }

    /** The exit code of a process that is about to end. */
    static int waitFor(Process process) throws InterruptedException {
        boolean ended = process.waitFor(2, TimeUnit.MINUTES);
        if (!ended) {
            process.destroyForcibly();
        }
        assertTrue(ended, "still running");
        return process.exitValue();
    }
}
