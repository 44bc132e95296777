package io.github.wasmclassify.server;

import io.github.wasmclassify.server.classify.AddressRoutes;
import io.github.wasmclassify.server.classify.ClassifyRoutes;
import io.github.wasmclassify.server.http.BearerToken;
import io.github.wasmclassify.server.http.CrossOrigin;
import io.github.wasmclassify.server.http.Dispatcher;
import io.github.wasmclassify.server.http.JettyErrors;
import io.github.wasmclassify.server.http.Observer;
import io.github.wasmclassify.server.http.Route;
import io.github.wasmclassify.server.http.Router;
import io.github.wasmclassify.server.http.SlowHandshakes;
import io.github.wasmclassify.server.http.SlowHeaders;
import io.github.wasmclassify.server.metrics.ServerMetrics;
import io.github.wasmclassify.server.models.ModelRoutes;
import io.github.wasmclassify.server.models.ServedModel;
import io.github.wasmclassify.server.models.ServedModels;
import io.github.wasmclassify.server.models.WorkQueue;
import io.github.wasmclassify.server.page.PageRoutes;
import io.github.wasmclassify.server.v2.InferenceRoutes;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Classifies pictures over HTTP, until it is closed. */
public final class ClassifierServer implements AutoCloseable {
    private static final int MOST_THREADS = 64;
    /** How many pictures are fetched from other servers at a time. */
    private static final int MOST_FETCHES = 16;

    /** For a request's head, and before the first one for the handshake of TLS. */
    private static final Duration LONGEST_HEAD = Duration.ofSeconds(10);

    private static final int SHARE_OF_MEMORY = 4;

    private final Server jetty;
    private final ServerConnector connector;
    private final ThreadPoolExecutor fetching;

    private ClassifierServer(ServerOptions options, ServedModels models) {
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS);
        threads.setName("http");
        threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor()); // null before Java 21
        jetty = new Server(threads);
        connector = Connectors.make(jetty, options);
        fetching = new ThreadPoolExecutor(0, MOST_FETCHES, 1, TimeUnit.MINUTES, new SynchronousQueue<>(), fetch -> {
            Thread thread = new Thread(fetch, "fetching");
            thread.setDaemon(true);
            return thread;
        });
        ServerMetrics metrics = metrics(models);
        WorkQueue queue = new WorkQueue(options.pictures(), threads, metrics);
        Dispatcher dispatcher = new Dispatcher(
                new Router(routes(options, models, queue, metrics)),
                options.token().map(BearerToken::new),
                new CrossOrigin(options.origins()),
                options.maxBody(),
                options.timeout(),
                Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY);
        GracefulHandler graceful = new GracefulHandler(dispatcher);
        metrics.gauge("requests_in_flight", "Requests that are not answered yet.", graceful::getCurrentRequestCount);
        SlowHeaders slowHeaders = new SlowHeaders(LONGEST_HEAD, graceful);
        jetty.setHandler(slowHeaders);
        jetty.addConnector(connector);
        connector.addBean(slowHeaders, false);
        connector.addBean(new SlowHandshakes(LONGEST_HEAD, jetty.getScheduler()), false);
        jetty.addBean(new NetworkConnectionLimit(options.connections(), connector));
        jetty.setErrorHandler(new JettyErrors());
        jetty.setRequestLog(Observer.log(observer(options, metrics)));
        jetty.setStopTimeout(options.grace().toMillis());
    }

    /**
     * Starts a server.
     *
     * @param models that it serves, at least one; they are not closed with it
     * @throws IOException if it cannot listen where it is to
     */
    public static ClassifierServer start(ServerOptions options, List<ServedModel> models) throws IOException {
        ClassifierServer server = new ClassifierServer(options, new ServedModels(models));
        try {
            server.jetty.start();
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        } catch (Exception e) {
            server.close();
            throw new IOException(e.getMessage(), e);
        }
    }

    private List<Route> routes(ServerOptions options, ServedModels models, WorkQueue queue, ServerMetrics metrics) {
        List<Route> routes = new ArrayList<>();
        PageRoutes page = new PageRoutes(options.page());
        routes.addAll(new AddressRoutes(models, queue, options.fetcher(), fetching).routes(page::start));
        routes.addAll(new ClassifyRoutes(models, queue).routes());
        routes.addAll(new InferenceRoutes(models, queue, OperationRoutes.version()).routes());
        routes.addAll(new ModelRoutes(models).routes());
        routes.addAll(new OperationRoutes(metrics).routes());
        routes.addAll(page.routes());
        return routes;
    }

    private static ServerMetrics metrics(ServedModels models) {
        ServerMetrics metrics = new ServerMetrics();
        metrics.gaugeOfModels(
                "guest_memory_bytes",
                "Memory of the WebAssembly instances.",
                () -> models.measure(model -> model.pool().guestMemory()));
        metrics.gaugeOfModels("model_ready", "Whether a model can classify.", () -> models.measure(model -> 1));
        return metrics;
    }

    private static Observer observer(ServerOptions options, ServerMetrics metrics) {
        Optional<Observer> log = options.accessLog().map(AccessLog::new);
        return request -> {
            metrics.request(request.model(), request.route(), request.status(), request.time());
            log.ifPresent(all -> all.answered(request));
        };
    }

    /** Where clients reach it. */
    public URI address() {
        String scheme = connector.getProtocols().contains("ssl") ? "https" : "http";
        String host = connector.getHost().contains(":") ? "[" + connector.getHost() + "]" : connector.getHost();
        return URI.create(scheme + "://" + host + ":" + connector.getLocalPort());
    }

    /** Takes no further connection, finishes what was accepted as far as the time for that allows, and ends. */
    @Override
    public void close() throws IOException {
        try {
            jetty.stop();
        } catch (Exception e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            fetching.shutdownNow();
        }
    }
}
