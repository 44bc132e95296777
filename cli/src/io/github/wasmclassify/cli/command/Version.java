package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.guest.GuestInstance;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        return new String[] {
            "wasm-classify " + ofProject(),
            "Java ${java.version} (${java.vendor})",
            "guest ABI " + GuestInstance.ABI_VERSION
        };
    }

    /** The version that stands in the POM. The build writes it into this resource. */
    static String ofProject() throws IOException {
        try (InputStream in = Version.class.getResourceAsStream("version.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
