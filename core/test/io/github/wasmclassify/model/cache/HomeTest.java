package io.github.wasmclassify.model.cache;

import static com.github.stefanbirkner.systemlambda.SystemLambda.withEnvironmentVariable;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HomeTest {
    private static final Path USER = Path.of(System.getProperty("user.home"));

    @Test
    void theVariableGoesFirst() throws Exception {
        withEnvironmentVariable("WASM_CLASSIFY_HOME", "/somewhere")
                .execute(() -> assertEquals(Path.of("/somewhere"), Home.directory()));
    }

    @Test
    void elseEachPlatformHasItsPlace() throws Exception {
        withEnvironmentVariable("WASM_CLASSIFY_HOME", null)
                .and("XDG_CACHE_HOME", null)
                .and("LOCALAPPDATA", "/local")
                .execute(() -> {
                    assertEquals(USER.resolve(".cache"), Home.platformCache("Linux"));
                    assertEquals(USER.resolve("Library/Caches"), Home.platformCache("Mac OS X"));
                    assertEquals(Path.of("/local"), Home.platformCache("Windows 11"));
                });
        withEnvironmentVariable("XDG_CACHE_HOME", "/xdg")
                .execute(() -> assertEquals(Path.of("/xdg"), Home.platformCache("Linux")));
        withEnvironmentVariable("XDG_CACHE_HOME", "relative")
                .execute(() -> assertEquals(USER.resolve(".cache"), Home.platformCache("Linux")));
    }
}
