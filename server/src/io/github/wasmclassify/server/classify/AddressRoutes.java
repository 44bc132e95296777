package io.github.wasmclassify.server.classify;

import io.github.wasmclassify.classify.Selection;
import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.net.FetchBudget;
import io.github.wasmclassify.net.UrlFetcher;
import io.github.wasmclassify.server.http.Access;
import io.github.wasmclassify.server.http.Answer;
import io.github.wasmclassify.server.http.Call;
import io.github.wasmclassify.server.http.Problem;
import io.github.wasmclassify.server.http.Route;
import io.github.wasmclassify.server.models.ServedModels;
import io.github.wasmclassify.server.models.Work;
import io.github.wasmclassify.server.models.WorkQueue;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/** Classifies the picture whose address is a request's body, and answers with its label: {@code /}. */
public final class AddressRoutes {
    private static final Selection BEST = new Selection(1, 0);
    private static final int LONGEST_ADDRESS = 8192;

    private final ServedModels models;
    private final WorkQueue queue;
    private final Optional<UrlFetcher> fetcher;
    private final Executor fetching;

    /**
     * @param fetcher absent where addresses are not allowed
     * @param fetching runs what waits for other servers, or rejects it
     */
    public AddressRoutes(ServedModels models, WorkQueue queue, Optional<UrlFetcher> fetcher, Executor fetching) {
        this.models = models;
        this.queue = queue;
        this.fetcher = fetcher;
        this.fetching = fetching;
    }

    /** @param withoutBody what a GET without an address gets */
    public List<Route> routes(Function<Call, Answer> withoutBody) {
        return List.of(
                new Route(
                        "GET",
                        "/",
                        true,
                        Access.OPEN_WITHOUT_BODY,
                        call -> call.body().length == 0
                                ? CompletableFuture.completedFuture(withoutBody.apply(call))
                                : classify(call)),
                Route.post("/", this::classify));
    }

    private CompletableFuture<Answer> classify(Call call) {
        UrlFetcher allowed = fetcher.orElseThrow(() -> new Problem(
                403,
                "no-addresses",
                "this server fetches no pictures from addresses; start it with --allow-url if it is to"));
        URI address = address(call);
        models.of(call);
        FetchBudget.Share share = allowed.share();
        return fetch(allowed, address, share, call)
                .thenCompose(file -> queue.submit(models.first(), List.of(Work.picture(file)), BEST, call.deadline())
                        .get(0))
                .whenComplete((done, failure) -> share.close())
                .thenApply(done -> Answer.text(done.best().label() + "\n"));
    }

    private static URI address(Call call) {
        String text = new String(call.body(), StandardCharsets.UTF_8).trim();
        try {
            if (text.length() <= LONGEST_ADDRESS && text.matches("(?i)https?://\\S+")) {
                return new URI(text);
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw Problem.badRequest("the body must be the http or https address of a picture");
    }

    private CompletableFuture<byte[]> fetch(UrlFetcher allowed, URI address, FetchBudget.Share share, Call call) {
        try {
            return call.deadline().limit(CompletableFuture.supplyAsync(() -> fetch(allowed, address, share), fetching));
        } catch (RejectedExecutionException e) {
            share.close();
            throw Problem.busy("too many pictures are being fetched; try again later");
        }
    }

    private static byte[] fetch(UrlFetcher allowed, URI address, FetchBudget.Share share) {
        try {
            return allowed.fetch(address, share);
        } catch (IOException e) {
            throw new PictureException(PictureException.Reason.UNREADABLE, e.getMessage(), e);
        }
    }
}
