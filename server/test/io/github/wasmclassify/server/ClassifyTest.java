package io.github.wasmclassify.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.wasmclassify.classify.Classification;
import io.github.wasmclassify.classify.Prediction;
import io.github.wasmclassify.classify.Selection;
import io.github.wasmclassify.testing.TestFiles;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The simple API, on the built-in model. */
class ClassifyTest {
    private static TestServer server;
    private static byte[] lemon;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.settings().threads(2).builtIn();
        lemon = Files.readAllBytes(TestFiles.SAMPLES.resolve("lemon.png"));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static JsonObject object(HttpResponse<String> response) {
        return JsonParser.parseString(response.body()).getAsJsonObject();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/classify", "/models/pocket/classify", "/predictions/pocket"})
    void thePictureIsTheBody(String path) {
        HttpResponse<String> response = server.post(path + "?top=3", lemon, "Content-Type", "image/png");

        assertEquals(200, response.statusCode(), response.body());
        JsonObject result = object(response);
        assertEquals("lemon", result.get("verdict").getAsString());
        assertEquals(400, result.get("width").getAsInt());
        Classification expected =
                server.pool().submit(() -> lemon, new Selection(3, 0)).join();
        JsonArray predictions = result.getAsJsonArray("predictions");
        assertEquals(3, predictions.size());
        for (int i = 0; i < 3; i++) {
            Prediction prediction = expected.predictions().get(i);
            JsonObject actual = predictions.get(i).getAsJsonObject();
            assertEquals(prediction.label(), actual.get("label").getAsString());
            assertEquals(prediction.score(), actual.get("score").getAsFloat());
        }
    }

    @Test
    void aLowScoreIsNoVerdict() {
        assertEquals(
                "unknown",
                object(server.post("/classify?threshold=0.9", lemon))
                        .get("verdict")
                        .getAsString());
    }

    @Test
    void peopleGetTheLabelAlone() {
        assertEquals(
                "lemon\n",
                server.post("/classify", lemon, "Accept", "text/plain").body());
    }

    /** Of a form's pictures, by name; a text file among them fails alone. */
    @Test
    void severalPicturesAreAnArray() throws Exception {
        HttpResponse<String> response = sendForm(List.of("lemon.png", "text.txt", "orange.jpg"));

        assertEquals(200, response.statusCode());
        JsonArray results = JsonParser.parseString(response.body()).getAsJsonArray();
        assertEquals(3, results.size());
        assertEquals("lemon", results.get(0).getAsJsonObject().get("verdict").getAsString());
        JsonObject failed = results.get(1).getAsJsonObject();
        assertEquals("text.txt", failed.get("path").getAsString());
        assertEquals(
                "not-a-picture", failed.getAsJsonObject("error").get("cause").getAsString());
        assertEquals("orange", results.get(2).getAsJsonObject().get("verdict").getAsString());
    }

    private static HttpResponse<String> sendForm(List<String> files) throws Exception {
        var body = new java.io.ByteArrayOutputStream();
        for (String file : files) {
            body.writeBytes(("--b\r\nContent-Disposition: form-data; name=\"data\"; filename=\"" + file + "\"\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            body.writeBytes(
                    file.endsWith(".txt")
                            ? "no picture".getBytes(StandardCharsets.UTF_8)
                            : Files.readAllBytes(TestFiles.SAMPLES.resolve(file)));
            body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes("--b--\r\n".getBytes(StandardCharsets.UTF_8));
        return server.post("/classify", body.toByteArray(), "Content-Type", "multipart/form-data; boundary=b");
    }

    @ParameterizedTest
    @CsvSource({
        "/classify,                  image/png,                       not a picture, 422, not-a-picture",
        "/classify,                  application/json,                {},            415, content-type",
        "/classify,                  image/png,                       '',            400, bad-request",
        "/classify,                  multipart/form-data,             x,             400, bad-request",
        "/classify,                  'multipart/form-data; boundary=b', x,           400, bad-request",
        "/classify?top=0,            image/png,                       x,             400, bad-request",
        "/classify?top=many,         image/png,                       x,             400, bad-request",
        "/classify?threshold=2,      image/png,                       x,             400, bad-request",
        "/models/birds/classify,     image/png,                       x,             404, unknown-model",
        "/nowhere,                   image/png,                       x,             404, not-found",
        "/healthz,                   image/png,                       x,             405, method"
    })
    void whatCannotBeAnsweredHasAStatusAndACause(String path, String type, String body, int status, String cause) {
        HttpResponse<String> response = server.post(path, body, "Content-Type", type);

        assertEquals(status, response.statusCode(), response.body());
        assertEquals(
                cause, object(response).getAsJsonObject("error").get("cause").getAsString());
    }

    @Test
    void anErrorForPeopleIsASentence() {
        HttpResponse<String> response = server.post("/classify", "x", "Accept", "text/plain");

        assertEquals(422, response.statusCode());
        assertTrue(response.body().startsWith("not a picture of a known kind"), response.body());
    }

    @Test
    void modelsAreListedWithTheirLabelsAndFiles() throws Exception {
        JsonObject model =
                object(server.get("/models")).getAsJsonArray("models").get(0).getAsJsonObject();
        assertEquals("pocket", model.get("name").getAsString());
        assertEquals(200, model.get("classes").getAsInt());
        assertEquals(
                "-1..1",
                model.getAsJsonObject("preprocessing").get("inputRange").getAsString());
        JsonArray labels = JsonParser.parseString(
                        server.get("/models/pocket/labels").body())
                .getAsJsonArray();
        assertEquals("lemon", labels.get(187).getAsString());

        HttpResponse<byte[]> file = server.send(
                HttpRequest.newBuilder(server.at("/models/pocket/file")), HttpResponse.BodyHandlers.ofByteArray());
        HttpResponse<String> head = server.send(HttpRequest.newBuilder(server.at("/models/pocket/file"))
                .method("HEAD", HttpRequest.BodyPublishers.noBody()));
        byte[] whole = Files.readAllBytes(TestServer.BUILT_IN);
        assertArrayEquals(whole, file.body());
        assertEquals(
                whole.length, head.headers().firstValueAsLong("Content-Length").orElse(-1));
        assertEquals("", head.body());
        String tag = file.headers().firstValue("ETag").orElseThrow();
        assertEquals(
                304, server.get("/models/pocket/file", "If-None-Match", tag).statusCode());
    }

    @Test
    void headIsAnsweredWhereGetIs() {
        HttpResponse<String> response = server.send(
                HttpRequest.newBuilder(server.at("/healthz")).method("HEAD", HttpRequest.BodyPublishers.noBody()));

        assertEquals(200, response.statusCode());
        assertEquals("", response.body());
    }
}
