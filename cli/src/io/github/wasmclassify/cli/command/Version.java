package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.guest.GuestInstance;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {
    /** Whether it is all that a command line asks for: then picocli, which takes longer to start, need not be. */
    static boolean isAskedFor(String[] arguments) {
        return arguments.length == 1 && (arguments[0].equals("--version") || arguments[0].equals("-V"));
    }

    /** @return the exit code */
    static int print() {
        Stream.of(new Version().getVersion()).forEach(System.out::println);
        return ExitCode.OK;
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "wasm-classify " + ofProject(),
            "Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
            "guest ABI " + GuestInstance.ABI_VERSION
        };
    }

    /** The version that stands in the POM. The build writes it into this resource. */
    static String ofProject() {
        try (InputStream in = Version.class.getResourceAsStream("version.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
