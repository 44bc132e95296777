package io.github.wasmclassify.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.wasmclassify.testing.TestFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The module is the same everywhere: another WebAssembly engine gets the same answers from it. */
class NodeAgreementTest {
    private static final int OLDEST_NODE = 20;

    @TempDir
    Path folder;

    @Test
    void nodeGetsTheSameFiveBestClasses() throws Exception {
        assumeTrue(nodeVersion() >= OLDEST_NODE, "needs node " + OLDEST_NODE + " or later on the PATH");
        Path model = TestFiles.ROOT.resolve("models/pocket.pb");
        Path picture = TestFiles.SAMPLES.resolve("lemon.png");

        String command = TestFiles.ROOT.resolve("js/bin/wasm-classify.js").toString();
        List<String> lines = node(command, "--format=jsonl", "--top=5", picture.toString());
        JsonArray predictions =
                JsonParser.parseString(lines.get(0)).getAsJsonObject().getAsJsonArray("predictions");

        try (GuestInstance guest = new GuestInstance(GuestModule.bundled(), Optional.empty(), 0, 1 << 30)) {
            guest.load(Files.readAllBytes(model), Map.of());
            GuestAnswer answer = guest.classify(Files.readAllBytes(picture), 5);
            assertEquals(answer.indices().length, predictions.size(), String.join("\n", lines));
            for (int i = 0; i < predictions.size(); i++) {
                JsonObject prediction = predictions.get(i).getAsJsonObject();
                assertEquals(answer.indices()[i], prediction.get("index").getAsInt(), "class " + i);
                assertEquals(answer.scores()[i], prediction.get("score").getAsFloat(), "score " + i);
            }
        }
    }

    /** 0 where there is no Node. */
    private int nodeVersion() throws Exception {
        try {
            return Integer.parseInt(node("--version").get(0).replaceAll("^v(\\d+).*", "$1"));
        } catch (IOException notFound) {
            return 0;
        }
    }

    private List<String> node(String... arguments) throws Exception {
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder("node", "--no-warnings");
        builder.command().addAll(List.of(arguments));
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), text);
        return text.lines().toList();
    }
}
