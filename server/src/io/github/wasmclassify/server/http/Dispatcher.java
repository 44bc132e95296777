package io.github.wasmclassify.server.http;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Takes requests from Jetty: checks the token, reads the body, lets the route's action answer, and writes that. */
public final class Dispatcher extends Handler.Abstract {
    /** The request attribute with the path of the route that answers it. */
    static final String ROUTE = Dispatcher.class.getName() + ".route";

    private static final byte[] NO_BODY = new byte[0];
    private static final int SLOW = 408;

    private final Router router;
    private final Optional<BearerToken> token;
    private final CrossOrigin crossOrigin;
    private final int maxBody;
    private final Duration timeout;
    private final BodyBudget budget;

    /**
     * @param maxBody of a request, in bytes
     * @param timeout for a request, body included; zero for none
     * @param maxBodies of all requests together, in bytes
     */
    public Dispatcher(
            Router router,
            Optional<BearerToken> token,
            CrossOrigin crossOrigin,
            int maxBody,
            Duration timeout,
            long maxBodies) {
        this.router = router;
        this.token = token;
        this.crossOrigin = crossOrigin;
        this.maxBody = maxBody;
        this.timeout = timeout;
        budget = new BodyBudget(maxBodies);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the last stage fails the callback
    public boolean handle(Request request, Response response, Callback callback) {
        BodyBudget.Share share = budget.share();
        answer(request, share)
                .exceptionallyCompose(failure -> afterBody(request, failure))
                .exceptionally(failure -> ErrorFormat.of(Failures.problem(failure), request))
                .thenAccept(answer -> write(answer, request, response, callback))
                .whenComplete((done, failure) -> {
                    share.giveBack();
                    if (failure != null) {
                        callback.failed(Failures.cause(failure));
                    }
                });
        return true;
    }

    private CompletableFuture<Answer> answer(Request request, BodyBudget.Share share) {
        try {
            Optional<Answer> preflight = crossOrigin.preflight(request);
            if (preflight.isPresent()) {
                return CompletableFuture.completedFuture(preflight.get());
            }
            Router.Match match =
                    router.find(request.getMethod(), request.getHttpURI().getCanonicalPath());
            request.setAttribute(ROUTE, match.route().path());
            if (match.route().access().needsToken(request)) {
                token.ifPresent(required -> required.require(request));
            }
            Deadline deadline = Deadline.in(timeout);
            return body(match.route(), request, share, deadline)
                    .thenCompose(body ->
                            match.route().action().answer(new Call(request, match.variables(), body, deadline)));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<byte[]> body(Route route, Request request, BodyBudget.Share share, Deadline deadline) {
        if (!route.takesBody()) {
            return CompletableFuture.completedFuture(NO_BODY);
        }
        String encoding = request.getHeaders().contains("Content-Encoding")
                ? request.getHeaders().get("Content-Encoding")
                : "";
        return BodyReading.of(request, maxBody, share, deadline)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(slowOr(failure)))
                .thenApply(body -> Inflation.inflate(body, encoding, maxBody, share));
    }

    /** The failure, when its client reads: after it has sent its body, unless that does not come. */
    private static CompletableFuture<Answer> afterBody(Request request, Throwable failure) {
        boolean isStuck = Failures.cause(failure) instanceof Problem problem && problem.status() == SLOW;
        CompletableFuture<Void> end = isStuck ? CompletableFuture.completedFuture(null) : BodyReading.drop(request);
        return end.thenCompose(done -> CompletableFuture.failedFuture(failure));
    }

    private static Throwable slowOr(Throwable failure) {
        return Failures.cause(failure) instanceof TimeoutException
                ? new Problem(
                        SLOW,
                        "slow",
                        "the request's body did not come within the server's time limit",
                        Map.of("Connection", "close"))
                : failure;
    }

    private void write(Answer answer, Request request, Response response, Callback callback) {
        response.setStatus(answer.status());
        if (!answer.type().isEmpty()) {
            response.getHeaders().put("Content-Type", answer.type());
        }
        if (answer.status() != 204 && answer.status() != 304) {
            response.getHeaders().put("Content-Length", answer.body().length());
        }
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        crossOrigin.headers(request).forEach(response.getHeaders()::put);
        answer.headers().forEach(response.getHeaders()::put);
        answer.body().write(request, response, callback);
    }
}
