package io.github.wasmclassify.server;

import io.github.wasmclassify.classify.ClassifierOptions;
import io.github.wasmclassify.classify.ClassifierPool;
import io.github.wasmclassify.model.Model;
import io.github.wasmclassify.net.UrlFetcher;
import io.github.wasmclassify.server.models.ServedModel;
import io.github.wasmclassify.testing.TestFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A server at a free port, and a client of it. */
final class TestServer implements AutoCloseable {
    static final Path BUILT_IN = TestFiles.ROOT.resolve("models/pocket.pb");

    private final ClassifierPool pool;
    private final ClassifierServer server;
    private final URI address;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private TestServer(Settings settings, ClassifierOptions options) throws IOException {
        pool = ClassifierPool.open(options, settings.threads, settings.timeout);
        ServedModel model = new ServedModel(settings.name, pool, () -> Model.find(options.model(), options.card()));
        server = ClassifierServer.start(settings.options(), List.of(model));
        address = server.address();
    }

    /** How a server is to be; what is not said is as small as it may be. */
    static final class Settings {
        private String name = "fruit";
        private int threads = 1;
        private int queue = 16;
        private int maxBody = 1 << 20;
        private Duration timeout = Duration.ofSeconds(100); // a busy machine takes long to compile the guest
        private int connections = 400;
        private Optional<String> token = Optional.empty();
        private Optional<UrlFetcher> fetcher = Optional.empty();
        private Optional<ServerOptions.Tls> tls = Optional.empty();
        private List<String> origins = List.of();
        private boolean page = true;
        private Optional<PrintStream> log = Optional.empty();

        Settings threads(int count) {
            threads = count;
            return this;
        }

        Settings queue(int pictures) {
            queue = pictures;
            return this;
        }

        Settings maxBody(int bytes) {
            maxBody = bytes;
            return this;
        }

        Settings timeout(Duration limit) {
            timeout = limit;
            return this;
        }

        Settings token(String word) {
            token = Optional.of(word);
            return this;
        }

        Settings fetcher(UrlFetcher allowed) {
            fetcher = Optional.of(allowed);
            return this;
        }

        Settings tls(ServerOptions.Tls keys) {
            tls = Optional.of(keys);
            return this;
        }

        Settings origins(String... allowed) {
            origins = List.of(allowed);
            return this;
        }

        Settings log(PrintStream out) {
            log = Optional.of(out);
            return this;
        }

        private ServerOptions options() {
            return new ServerOptions(
                    "127.0.0.1",
                    0,
                    threads + queue,
                    maxBody,
                    timeout,
                    Duration.ofSeconds(10),
                    connections,
                    token,
                    tls,
                    fetcher,
                    origins,
                    page,
                    log);
        }

        /** With the guest whose pictures are scripts: most are of a lime, those that begin with R run for ever. */
        TestServer scripted() throws IOException {
            Path folder = Files.createTempDirectory("server");
            Path model = Files.writeString(folder.resolve("model"), "a model");
            return new TestServer(
                    this,
                    ClassifierOptions.builder()
                            .module(TestFiles.scriptedGuest())
                            .model(model.toString())
                            .labels(Files.writeString(folder.resolve("labels.txt"), "lemon\norange\nlime\n"))
                            .build());
        }

        /** With the built-in model. */
        TestServer builtIn() throws IOException {
            return builtIn(ClassifierOptions.builder().build());
        }

        TestServer builtIn(ClassifierOptions options) throws IOException {
            name = "pocket";
            return new TestServer(this, options);
        }
    }

    static Settings settings() {
        return new Settings();
    }

    ClassifierPool pool() {
        return pool;
    }

    URI at(String path) {
        return URI.create(address + path);
    }

    int port() {
        return address.getPort();
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(HttpRequest.newBuilder(at(path)).GET(), headers);
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        return post(path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    HttpResponse<String> post(String path, byte[] body, String... headers) {
        return send(HttpRequest.newBuilder(at(path)).POST(HttpRequest.BodyPublishers.ofByteArray(body)), headers);
    }

    HttpResponse<String> send(HttpRequest.Builder request, String... headers) {
        return send(request, HttpResponse.BodyHandlers.ofString(), headers);
    }

    <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler, String... headers) {
        try {
            HttpRequest.Builder whole = headers.length == 0 ? request : request.headers(headers);
            return client.send(whole.timeout(Duration.ofMinutes(2)).build(), handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends the server alone, as SIGTERM does. */
    void stop() throws IOException {
        server.close();
    }

    @Override
    public void close() throws IOException {
        server.close();
        pool.close();
    }
}
