package io.github.wasmclassify.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.net.UrlFetcher;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who may ask: tokens, pages of other origins. */
class AccessTest {
    @Test
    void aTokenIsNeededForAllButHealth() throws Exception {
        try (TestServer server = TestServer.settings().token("s3cret").scripted()) {
            for (String path :
                    new String[] {"/models", "/models/fruit/file", "/models/fruit/labels", "/metrics", "/v2"}) {
                assertEquals(401, server.get(path).statusCode(), path);
            }
            assertEquals(401, server.post("/classify", "a").statusCode());
            assertEquals(
                    401,
                    server.post("/classify", "a", "Authorization", "Bearer wrong")
                            .statusCode());
            assertEquals(
                    401,
                    server.post("/classify", "a", "Authorization", "Basic s3cret")
                            .statusCode());
            assertEquals(
                    200,
                    server.post("/classify", "a", "Authorization", "Bearer s3cret")
                            .statusCode());
            assertEquals(401, server.post("/classify", "a".repeat(900_000)).statusCode(), "after it was sent");
            for (String path : new String[] {"/healthz", "/v2/health/live", "/v2/health/ready"}) {
                assertEquals(200, server.get(path).statusCode(), path);
            }
        }
    }

    /** A browser sends no token before its page has asked for it. */
    @Test
    void thePageAndTheDescriptionAreThereWithoutAToken() throws Exception {
        try (TestServer server =
                TestServer.settings().token("s3cret").fetcher(new UrlFetcher()).scripted()) {
            for (String path : new String[] {"/", "/assets/page.js", "/js/host.js", "/openapi.json"}) {
                assertEquals(200, server.get(path, "Accept", "text/html").statusCode(), path);
            }
            HttpRequest.Builder withBody = HttpRequest.newBuilder(server.at("/"))
                    .method("GET", HttpRequest.BodyPublishers.ofString("http://example.org/a.jpg"));
            assertEquals(401, server.send(withBody).statusCode());
            assertEquals(401, server.post("/", "http://example.org/a.jpg").statusCode());
        }
    }

    @Test
    void onlyPagesOfAllowedOriginsCanReadAnswers() throws Exception {
        try (TestServer server =
                TestServer.settings().origins("https://example.org").scripted()) {
            assertEquals(
                    Optional.of("https://example.org"),
                    server.post("/classify", "a", "Origin", "https://example.org")
                            .headers()
                            .firstValue("Access-Control-Allow-Origin"));
            assertTrue(server.post("/classify", "a", "Origin", "https://example.com")
                    .headers()
                    .firstValue("Access-Control-Allow-Origin")
                    .isEmpty());
            assertEquals(204, preflight(server, "https://example.org").statusCode());
            assertFalse(preflight(server, "https://example.com")
                    .headers()
                    .firstValue("Access-Control-Allow-Methods")
                    .isPresent());
        }
    }

    private static HttpResponse<String> preflight(TestServer server, String origin) {
        return server.send(
                HttpRequest.newBuilder(server.at("/classify")).method("OPTIONS", HttpRequest.BodyPublishers.noBody()),
                "Origin",
                origin,
                "Access-Control-Request-Method",
                "POST");
    }
}
