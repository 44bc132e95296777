package io.github.wasmclassify.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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

    /** Each request that the server takes gets its whole answer, or is told that the server ends. */
    @Test
    void stoppingLosesNoRequestThatWasAccepted() throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        TestServer server = TestServer.settings()
                .threads(2)
                .queue(64)
                .log(new PrintStream(log, true, StandardCharsets.UTF_8))
                .scripted();
        AtomicInteger answered = new AtomicInteger();
        List<CompletableFuture<Set<Integer>>> clientsDone = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> askUntilItEnds(server, answered), clients))
                .toList();
        while (answered.get() < 300) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        server.stop();

        for (CompletableFuture<Set<Integer>> client : clientsDone) {
            Set<Integer> statuses = client.get();
            assertTrue(Set.of(200, 503).containsAll(statuses), statuses.toString());
        }
        assertEquals(
                log.toString(StandardCharsets.UTF_8).lines().count(),
                answered.get(),
                "every request that the server read was answered, and its client got the answer");
        server.close();
    }

    /**
     * The statuses that a client gets; on a new connection for each request, as most load balancers have it. The last
     * request fails: nobody listens any more, or the system drops a connection that the server did not take yet.
     */
    private static Set<Integer> askUntilItEnds(TestServer server, AtomicInteger answered) {
        Set<Integer> statuses = new TreeSet<>();
        while (true) {
            try {
                statuses.add(
                        server.post("/classify", "a", "Accept", "text/plain").statusCode());
                answered.incrementAndGet();
            } catch (UncheckedIOException e) {
                return statuses;
            }
        }
    }
}
