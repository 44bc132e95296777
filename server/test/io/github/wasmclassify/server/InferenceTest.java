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
import io.github.wasmclassify.testing.TestPictures;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Open Inference Protocol, on the built-in model, whose input is 64 pixels wide and high, from -1 to 1. */
class InferenceTest {
    private static final String INFER = "/v2/models/pocket/infer";
    private static final String JSON_LENGTH = "Inference-Header-Content-Length";
    private static final int SIDE = 64;

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

    private static JsonObject object(String json) {
        return JsonParser.parseString(json).getAsJsonObject();
    }

    private static float[] scoresOf(byte[] picture) {
        Classification result =
                server.pool().submit(() -> picture, Selection.ALL).join();
        float[] scores = new float[result.predictions().size()];
        for (Prediction prediction : result.predictions()) {
            scores[prediction.index()] = prediction.score();
        }
        return scores;
    }

    private static float[] data(JsonObject response) {
        JsonArray data =
                response.getAsJsonArray("outputs").get(0).getAsJsonObject().getAsJsonArray("data");
        float[] numbers = new float[data.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = data.get(i).getAsFloat();
        }
        return numbers;
    }

    @Test
    void theServerAndItsModelDescribeThemselves() {
        assertTrue(object(server.get("/v2").body()).get("extensions").toString().contains("binary_tensor_data"));
        JsonObject model = object(server.get("/v2/models/pocket").body());
        assertEquals(
                "[-1,64,64,3]",
                model.getAsJsonArray("inputs")
                        .get(0)
                        .getAsJsonObject()
                        .get("shape")
                        .toString());
        assertEquals(
                "[-1,200]",
                model.getAsJsonArray("outputs")
                        .get(0)
                        .getAsJsonObject()
                        .get("shape")
                        .toString());
        for (String path : new String[] {
            "/v2/health/live", "/v2/health/ready", "/v2/models/pocket/ready", "/v2/models/pocket/versions/1/ready"
        }) {
            assertEquals(200, server.get(path).statusCode(), path);
        }
    }

    @Test
    void aPictureInJsonIsBase64() {
        HttpResponse<String> response =
                server.post(INFER, """
                {"id": "one", "unknown": [1], "inputs": [{"name": "input", "shape": [1], "datatype": "BYTES", "data": ["%s"]}]}""".formatted(Base64.getEncoder().encodeToString(lemon)));

        assertEquals(200, response.statusCode(), response.body());
        JsonObject answer = object(response.body());
        assertEquals("one", answer.get("id").getAsString());
        assertArrayEquals(scoresOf(lemon), data(answer));
    }

    @Test
    void theBestClassesAreTexts() {
        JsonObject answer = object(server.post("/v2/models/pocket/versions/1/infer", """
                {"inputs": [{"name": "input", "shape": [1], "datatype": "BYTES", "data": ["%s"]}],
                 "outputs": [{"name": "probabilities", "parameters": {"classification": 2}}]}""".formatted(
                                Base64.getEncoder().encodeToString(lemon)))
                .body());

        JsonObject output = answer.getAsJsonArray("outputs").get(0).getAsJsonObject();
        assertEquals("1", answer.get("model_version").getAsString());
        assertEquals("BYTES", output.get("datatype").getAsString());
        assertEquals("[1,2]", output.get("shape").toString());
        String best = output.getAsJsonArray("data").get(0).getAsString();
        assertTrue(best.matches("0\\.[0-9]+:187:lemon"), best);
    }

    /** Two pictures in, their scores out, both as bytes behind the JSON. */
    @Test
    void tensorsCanFollowTheJson() {
        ByteBuffer elements =
                ByteBuffer.allocate(2 * (Integer.BYTES + lemon.length)).order(ByteOrder.LITTLE_ENDIAN);
        elements.putInt(lemon.length).put(lemon).putInt(lemon.length).put(lemon);
        byte[] json = """
                {"inputs": [{"name": "x", "shape": [2, 1], "datatype": "BYTES", "parameters": {"binary_data_size": %d}}],
                 "parameters": {"binary_data_output": true}}""".formatted(elements.capacity()).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(json);
        body.writeBytes(elements.array());

        HttpResponse<byte[]> response = server.send(
                HttpRequest.newBuilder(server.at(INFER))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())),
                HttpResponse.BodyHandlers.ofByteArray(),
                JSON_LENGTH,
                Integer.toString(json.length));

        assertEquals(200, response.statusCode());
        int length = Integer.parseInt(response.headers().firstValue(JSON_LENGTH).orElseThrow());
        JsonObject output = object(new String(response.body(), 0, length, StandardCharsets.UTF_8))
                .getAsJsonArray("outputs")
                .get(0)
                .getAsJsonObject();
        assertEquals("[2,200]", output.get("shape").toString());
        assertEquals(
                2 * 200 * Float.BYTES,
                output.getAsJsonObject("parameters").get("binary_data_size").getAsInt());
        ByteBuffer scores = ByteBuffer.wrap(response.body(), length, response.body().length - length)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN);
        float[] second = new float[200];
        scores.asFloatBuffer().position(200).get(second);
        assertArrayEquals(scoresOf(lemon), second);
    }

    /** A picture of the input's size, which nothing resizes, as its own pixels and as what the network gets of them. */
    @Test
    void pixelsAndValuesAreWhatAPictureBecomes() throws Exception {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(7);
        StringBuilder pixels = new StringBuilder();
        StringBuilder values = new StringBuilder();
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int rgb = random.nextInt(1 << 24);
                image.setRGB(x, y, rgb);
                for (int shift = 16; shift >= 0; shift -= 8) {
                    int pixel = rgb >> shift & 0xff;
                    pixels.append(",").append(pixel);
                    values.append(",").append(pixel / 127.5 - 1);
                }
            }
        }
        float[] expected = scoresOf(TestPictures.encoded(image, "png"));

        assertArrayEquals(expected, tensorScores("UINT8", pixels.substring(1)), 1e-5f);
        assertArrayEquals(expected, tensorScores("FP32", values.substring(1)), 1e-5f);
    }

    private static float[] tensorScores(String datatype, String data) {
        HttpResponse<String> response = server.post(INFER, """
                {"inputs": [{"data": [[%s]], "name": "input", "shape": [1, 64, 64, 3], "datatype": "%s"}]}""".formatted(data, datatype));
        assertEquals(200, response.statusCode(), response.body());
        return data(object(response.body()));
    }

    @Test
    void aPictureCanBeTheWholeBody() {
        HttpResponse<String> response = server.post(INFER, lemon, JSON_LENGTH, "0");

        assertArrayEquals(scoresOf(lemon), data(object(response.body())));
    }

    @Test
    void requestsCanBeCompressed() throws Exception {
        byte[] request =
                """
                {"inputs": [{"name": "input", "shape": [1], "datatype": "BYTES", "data": ["%s"]}]}""".formatted(Base64.getEncoder().encodeToString(lemon)).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(request);
        }
        ByteArrayOutputStream deflate = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(deflate)) {
            out.write(request);
        }

        assertEquals(
                200,
                server.post(INFER, gzip.toByteArray(), "Content-Encoding", "gzip")
                        .statusCode());
        assertEquals(
                200,
                server.post(INFER, deflate.toByteArray(), "Content-Encoding", "deflate")
                        .statusCode());
        assertEquals(
                400, server.post(INFER, request, "Content-Encoding", "gzip").statusCode());
        assertEquals(415, server.post(INFER, request, "Content-Encoding", "br").statusCode());
    }

    /** What is wrong, with a part of the sentence that says so. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "not JSON; no JSON",
                "[]; no JSON",
                "{}; one input, not 0",
                "{\"inputs\": [{}, {}]}; one input, not 2",
                "{\"inputs\": [{\"shape\": [1], \"datatype\": \"INT64\", \"data\": [1]}]}; must be BYTES, FP32 or UINT8",
                "{\"inputs\": [{\"shape\": [1], \"datatype\": \"BYTES\"}]}; neither data nor binary_data_size",
                "{\"inputs\": [{\"shape\": [1], \"datatype\": \"BYTES\", \"data\": [1]}]}; must be strings",
                "{\"inputs\": [{\"shape\": [1], \"datatype\": \"BYTES\", \"data\": [\"!\"]}]}; in base64",
                "{\"inputs\": [{\"shape\": [2], \"datatype\": \"BYTES\", \"data\": [\"eA==\"]}]}; each element is one picture",
                "{\"inputs\": [{\"shape\": [1, 2], \"datatype\": \"FP32\", \"data\": [1, 2]}]}; the model wants shape [-1, 64, 64, 3]",
                "{\"inputs\": [{\"shape\": [1], \"datatype\": \"FP32\", \"data\": [true]}]}; must be an array of numbers",
                "{\"inputs\": [{\"shape\": [1], \"datatype\": \"BYTES\", \"data\": [], \"parameters\": {\"binary_data_size\": 9}}]}; 0 bytes",
                "{\"inputs\": [{\"shape\": [1], \"datatype\": \"BYTES\", \"data\": [\"eA==\"]}], \"outputs\": [{\"name\": \"x\"}]}; is named `probabilities`"
            })
    void aBadRequestIsToldWhy(String body, String expected) {
        HttpResponse<String> response = server.post(INFER, body);

        assertEquals(400, response.statusCode(), response.body());
        String error = object(response.body()).get("error").getAsString();
        assertTrue(error.contains(expected), error);
    }

    @Test
    void anUnknownModelOrVersionIsNotThere() {
        assertEquals(404, server.get("/v2/models/Pocket").statusCode());
        assertEquals(404, server.get("/v2/models/pocket/versions/2").statusCode());
        assertTrue(object(server.post("/v2/models/x/infer", "{}").body())
                .get("error")
                .isJsonPrimitive());
    }
}
