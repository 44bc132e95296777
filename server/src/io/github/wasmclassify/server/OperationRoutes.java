package io.github.wasmclassify.server;

import com.google.gson.JsonParser;
import io.github.wasmclassify.server.http.Answer;
import io.github.wasmclassify.server.http.Route;
import io.github.wasmclassify.server.http.Stored;
import io.github.wasmclassify.server.metrics.ServerMetrics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What those who run the server ask of it. */
final class OperationRoutes {
    private static final String OPENAPI = "openapi.json";

    private final ServerMetrics metrics;
    private final Stored description = Stored.of(Answer.JSON, read(OPENAPI));

    OperationRoutes(ServerMetrics metrics) {
        this.metrics = metrics;
    }

    /** The program's version. */
    static String version() {
        return JsonParser.parseString(new String(read(OPENAPI), StandardCharsets.UTF_8))
                .getAsJsonObject()
                .getAsJsonObject("info")
                .get("version")
                .getAsString();
    }

    List<Route> routes() {
        return List.of(
                Route.openGet("/healthz", call -> Answer.text("ok\n")),
                Route.get("/metrics", call -> new Answer(200, ServerMetrics.CONTENT_TYPE, metrics.text(), Map.of())),
                Route.openGet("/" + OPENAPI, description::answer));
    }

    private static byte[] read(String resource) {
        try (InputStream in = OperationRoutes.class.getResourceAsStream(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
