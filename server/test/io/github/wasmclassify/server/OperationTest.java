package io.github.wasmclassify.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.wasmclassify.testing.TestFiles;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What those who run a server see of it. */
class OperationTest {
    private static final ByteArrayOutputStream LOG = new ByteArrayOutputStream();

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.settings()
                .log(new PrintStream(LOG, false, StandardCharsets.UTF_8))
                .scripted();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void metricsCountRequestsByModelRouteAndCode() throws Exception {
        server.post("/classify", "a");
        server.post("/classify", "P bad picture");
        server.get("/not/there/for/anyone");

        String metrics = eventually("route=\"\"");
        for (String line : List.of(
                "wasm_classify_requests_total{code=\"200\",model=\"fruit\",route=\"/classify\"} ",
                "wasm_classify_requests_total{code=\"404\",model=\"\",route=\"\"} 1.0",
                "wasm_classify_queue_seconds_count{model=\"fruit\"} ",
                "wasm_classify_decode_seconds_count{model=\"fruit\"} ",
                "wasm_classify_inference_seconds_count{model=\"fruit\"} ",
                "wasm_classify_request_seconds_bucket{route=\"/classify\",le=\"+Inf\"} ",
                "wasm_classify_requests_in_flight ",
                "wasm_classify_queue_length 0.0",
                "wasm_classify_guest_memory_bytes{model=\"fruit\"} ",
                "wasm_classify_model_ready{model=\"fruit\"} 1.0")) {
            assertTrue(metrics.contains(line), line + " is not in\n" + metrics);
        }
    }

    /** Requests are counted after their answers are sent. */
    private static String eventually(String part) throws Exception {
        String metrics = server.get("/metrics").body();
        for (int i = 0; i < 100 && !metrics.contains(part); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
            metrics = server.get("/metrics").body();
        }
        return metrics;
    }

    @Test
    void theAccessLogIsAnObjectForEachRequest() throws Exception {
        server.get("/healthz?quote=%22&x=\u001b".replace("\u001b", "%1b"));
        server.post("/classify", "P bad picture");
        for (int i = 0; i < 100 && !LOG.toString(StandardCharsets.UTF_8).contains("422"); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        JsonObject bad = LOG.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .filter(entry -> entry.get("status").getAsInt() == 422)
                .findFirst()
                .orElseThrow();

        assertEquals("POST", bad.get("method").getAsString());
        assertEquals("/classify", bad.get("target").getAsString());
        assertEquals("fruit", bad.get("model").getAsString());
        assertEquals("127.0.0.1", bad.get("client").getAsString());
        assertEquals(13, bad.get("bytesIn").getAsInt());
    }

    /** Each path that the document names is there, with that method. */
    @Test
    void theOpenApiDocumentNamesRoutesThatAreThere() {
        TreeSet<String> missing = new TreeSet<>();
        document().getAsJsonObject("paths").asMap().forEach((path, methods) -> {
            String actual = path.replace("{name}", "fruit").replace("{version}", "1");
            methods.getAsJsonObject().keySet().forEach(method -> {
                int status = server.send(HttpRequest.newBuilder(server.at(actual))
                                .method(method.toUpperCase(Locale.ROOT), HttpRequest.BodyPublishers.noBody()))
                        .statusCode();
                if (status == 404 || status == 405) {
                    missing.add(method + " " + path);
                }
            });
        });

        assertEquals(new TreeSet<>(), missing);
    }

    /** A test of the command runs all of them. */
    @Test
    void theDocumentationHasACurlForEachRoute() throws Exception {
        String documentation = Files.readString(TestFiles.ROOT.resolve("docs/serve.md"));
        TreeSet<String> missing = new TreeSet<>();
        for (String path : document().getAsJsonObject("paths").keySet()) {
            String actual = path.replace("{name}", "pocket").replace("{version}", "1");
            if (!documentation.matches("(?s).*\ncurl [^\n]*localhost:3000" + actual + "[?\\s].*")) {
                missing.add(path);
            }
        }

        assertEquals(new TreeSet<>(), missing);
    }

    private static JsonObject document() {
        return JsonParser.parseString(server.get("/openapi.json").body()).getAsJsonObject();
    }

    @Test
    void whoeverIsNoBrowserGetsTheRoutesAsText() {
        String text = server.get("/").body();

        assertTrue(text.contains("POST /classify"), text);
    }
}
