package io.github.wasmclassify.server.page;

import io.github.wasmclassify.server.http.Answer;
import io.github.wasmclassify.server.http.Call;
import io.github.wasmclassify.server.http.Problem;
import io.github.wasmclassify.server.http.Route;
import io.github.wasmclassify.server.http.Stored;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The page for browsers: the files beside this class, and those that the build puts there (see pom.xml). */
public final class PageRoutes {
    private static final String PAGE = "index.html";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "jpg", "image/jpeg",
            "gif", "image/gif",
            "webp", "image/webp",
            "wasm", "application/wasm");
    /** Nothing from elsewhere, no script in the page's text; WebAssembly may be compiled. */
    private static final String POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self';"
            + " img-src 'self' blob:; connect-src 'self'; worker-src 'self'; base-uri 'none';"
            + " form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy", POLICY,
            "Referrer-Policy", "no-referrer",
            "Service-Worker-Allowed", "/");
    private static final String ROUTES = """
            wasm-classify: classifies pictures

            POST /classify                a picture, or several in a form; ?top=5&threshold=0.1
            POST /models/NAME/classify    the same with one of several models
            GET  /models                  the models
            POST /                        the address of a picture, where the server runs with --allow-url
            GET  /v2                      the Open Inference Protocol
            GET  /healthz, /metrics       for those who run the server
            GET  /openapi.json            all of it, for programs
            """;

    private final boolean isShown;
    private final Map<String, Stored> files = new ConcurrentHashMap<>();

    /** @param isShown false for a server without the page */
    public PageRoutes(boolean isShown) {
        this.isShown = isShown;
    }

    public List<Route> routes() {
        return isShown
                ? List.of(
                        files("/assets/", ""),
                        files("/assets/samples/", "samples/"),
                        files("/js/", "js/"),
                        files("/js/browser/", "js/browser/"))
                : List.of();
    }

    /** The page for browsers; for others, and where there is no page, which routes there are. */
    public Answer start(Call call) {
        if (isShown && call.prefers("text/html")) {
            Optional<Stored> page = file(PAGE);
            if (page.isPresent()) {
                return page.get().answer(call).with(HEADERS).with(Map.of("Vary", "Accept"));
            }
        }
        return Answer.text(ROUTES).with(Map.of("Vary", "Accept"));
    }

    private Route files(String path, String folder) {
        return Route.openGet(
                path + "{file}",
                call -> call.variable("file")
                        .filter(name -> name.matches("[a-z0-9.-]+"))
                        .flatMap(name -> file(folder + name))
                        .map(found -> found.answer(call).with(HEADERS))
                        .orElseThrow(() -> Problem.notFound("the page has no such file")));
    }

    private Optional<Stored> file(String name) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        return type == null
                ? Optional.empty()
                : Optional.ofNullable(files.computeIfAbsent(name, missing -> read(missing, type)));
    }

    private static Stored read(String name, String type) {
        try (InputStream in = PageRoutes.class.getResourceAsStream(name)) {
            return in == null ? null : Stored.of(type, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
