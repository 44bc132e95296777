package io.github.wasmclassify.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many requests at once; {@code scripts/bench-server.sh} does more of it for longer. */
@Timeout(300)
class LoadTest {
    private final ExecutorService clients = Executors.newFixedThreadPool(16);

    @AfterEach
    void stop() throws Exception {
        clients.shutdownNow();
        clients.awaitTermination(10, TimeUnit.SECONDS);
    }

    /** A thousand bodies that are no pictures, trap or fail, among as many good ones. */
    @Test
    void brokenBodiesSpoilNoGoodOne() throws Exception {
        List<String> bodies =
                List.of("Traps", "P bad", "M out of memory", "X fails", "C no such class", "N none", "", "Good");
        try (TestServer server = TestServer.settings().threads(2).queue(64).scripted()) {
            List<CompletableFuture<HttpResponse<String>>> responses = IntStream.range(0, 2000)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> server.post(
                                    "/classify",
                                    i % 2 == 0 ? "a good picture" : bodies.get(i / 2 % bodies.size()),
                                    "Accept",
                                    "text/plain"),
                            clients))
                    .toList();
            for (int i = 0; i < responses.size(); i += 2) {
                assertEquals("lime\n", responses.get(i).get().body());
            }
            for (int i = 1; i < responses.size(); i += 2) {
                assertTrue(List.of(200, 400, 413, 422, 500)
                        .contains(responses.get(i).get().statusCode()));
            }
        }
    }

    /**
     * Each request gets its whole answer, or is told that the server ends, or finds nobody who takes its connection.
     */
    @Test
    void stoppingLosesNoRequestThatWasAccepted() throws Exception {
        TestServer server = TestServer.settings().threads(2).queue(64).scripted();
        AtomicInteger answered = new AtomicInteger();
        List<CompletableFuture<Map<Object, Integer>>> results = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> askUntilItEnds(server, answered), clients))
                .toList();
        while (answered.get() < 300) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        server.stop();

        for (CompletableFuture<Map<Object, Integer>> result : results) {
            Map<Object, Integer> outcomes = result.get();
            outcomes.keySet().removeAll(List.of(200, 503, "no connection"));
            assertEquals(Map.of(), outcomes);
        }
        server.close();
    }

    /**
     * What became of the requests of a client, and how often; on a new connection each, as most load balancers have it.
     */
    private static Map<Object, Integer> askUntilItEnds(TestServer server, AtomicInteger answered) {
        Map<Object, Integer> outcomes = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        while (true) {
            try {
                HttpResponse<String> response = server.post("/classify", "a", "Accept", "text/plain");
                outcomes.merge(response.statusCode(), 1, Integer::sum);
                answered.incrementAndGet();
            } catch (UncheckedIOException e) {
                outcomes.merge(
                        e.getCause() instanceof java.net.ConnectException ? "no connection" : e.toString(),
                        1,
                        Integer::sum);
                return outcomes;
            }
        }
    }
}
