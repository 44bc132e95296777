package io.github.wasmclassify.model.cache;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The folder in which this program keeps models and the user's settings. */
public final class Home {
    private static final String NAME = "wasm-classify";

    private Home() {}

    /**
     * {@code WASM_CLASSIFY_HOME}, else a folder in the platform's own place for what can be had again. It may not exist
     * yet.
     */
    public static Path directory() {
        return variable("WASM_CLASSIFY_HOME")
                .orElseGet(
                        () -> platformCache(System.getProperty("os.name", "")).resolve(NAME));
    }

    static Path platformCache(String system) {
        Path user = Path.of(System.getProperty("user.home", ""));
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return variable("LOCALAPPDATA").orElse(user.resolve("AppData").resolve("Local"));
        }
        if (name.startsWith("mac")) {
            return user.resolve("Library").resolve("Caches");
        }
        // the XDG base directory specification has a relative path ignored
        return variable("XDG_CACHE_HOME").filter(Path::isAbsolute).orElse(user.resolve(".cache"));
    }

    private static Optional<Path> variable(String name) {
        return Optional.ofNullable(System.getenv(name))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }
}
