package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.classify.Engine;
import io.github.wasmclassify.guest.GuestInstance;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {
    /** Whether the command line asks only for the version. Then picocli, which is slow to start, is not needed. */
    static boolean isAskedFor(String[] arguments) {
        return arguments.length == 1 && (arguments[0].equals("--version") || arguments[0].equals("-V"));
    }

    /** @return the exit code */
    static int print() {
        System.out.println(String.join(System.lineSeparator(), new Version().getVersion()));
        return ExitCode.OK;
    }

    @Override
    public String[] getVersion() {
        String[] build = ofBuild();
        return new String[] {
            "wasm-classify " + build[0] + " (" + (build[1].isEmpty() ? "development build" : "commit " + build[1])
                    + ")",
            "Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
            "engines " + (hasVectors() ? Engine.SIMD + ", " : "") + Engine.WASM,
            "guest ABI " + GuestInstance.ABI_VERSION
        };
    }

    /** Whether this Java has what the engine simd computes with. Looked up only: to load it takes longer. */
    private static boolean hasVectors() {
        return ModuleFinder.ofSystem().find("jdk.incubator.vector").isPresent();
    }

    /** The version from the POM, and the commit, which is empty except in a release. The build writes both. */
    private static String[] ofBuild() {
        try (InputStream in = Version.class.getResourceAsStream("version.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\\R", -1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
