package io.github.wasmclassify.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A tab of a real browser, Chromium without a window, which is steered by its DevTools protocol. */
public final class Browser implements AutoCloseable, WebSocket.Listener {
    private static final int SECONDS = 60;

    private final Process process;
    private final StringBuilder message = new StringBuilder();
    private final Map<Integer, CompletableFuture<JsonObject>> answers = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();
    private WebSocket socket;
    private int calls;

    private Browser(Process process) {
        this.process = process;
    }

    /**
     * Where there is no Chromium, the calling test is skipped.
     *
     * @param folder for its files
     */
    public static Browser open(Path folder) throws Exception {
        List<String> command = List.of(
                program(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder,
                "about:blank");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Browser browser = new Browser(process);
        try {
            browser.connect(folder.resolve("DevToolsActivePort"));
            return browser;
        } catch (Exception e) {
            browser.close();
            throw e;
        }
    }

    private static String program() {
        List<String> names = List.of("chromium", "chromium-browser", "google-chrome");
        String found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> names.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
        assumeTrue(found != null, "needs one of " + names + ", and none is installed");
        return found;
    }

    private void connect(Path portFile) throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        URI list = URI.create("http://127.0.0.1:" + port(portFile) + "/json/list");
        String targets = http.send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString())
                .body();
        for (JsonElement target : JsonParser.parseString(targets).getAsJsonArray()) {
            if (target.getAsJsonObject().get("type").getAsString().equals("page")) {
                URI address = URI.create(
                        target.getAsJsonObject().get("webSocketDebuggerUrl").getAsString());
                socket = http.newWebSocketBuilder().buildAsync(address, this).get(SECONDS, TimeUnit.SECONDS);
            }
        }
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable", Map.of());
        }
    }

    private String port(Path file) throws Exception {
        for (int tries = 0; tries < SECONDS * 10; tries++) {
            if (Files.exists(file) && Files.size(file) > 0) {
                return Files.readAllLines(file).get(0);
            }
            if (!process.isAlive()) {
                break;
            }
            Thread.sleep(100);
        }
        throw new IOException("the browser did not start");
    }

    /** Opens a page, and forgets what the one before wrote and fetched. */
    public void go(URI address) throws Exception {
        loaded = new CompletableFuture<>();
        call("Page.navigate", Map.of("url", "about:blank"));
        loaded.get(SECONDS, TimeUnit.SECONDS);
        complaints.clear();
        requests.clear();
        loaded = new CompletableFuture<>();
        call("Page.navigate", Map.of("url", address.toString()));
        loaded.get(SECONDS, TimeUnit.SECONDS);
    }

    /** What an expression of JavaScript yields on the page, waiting for it if it is a promise. */
    public JsonElement evaluate(String expression) throws Exception {
        JsonObject answer =
                call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(answer.toString());
        }
        JsonObject result = answer.getAsJsonObject("result");
        return result.has("value") ? result.get("value") : JsonNull.INSTANCE;
    }

    /** Presses keys, one after the other. */
    public void type(String keys) throws Exception {
        for (String key : keys.split("")) {
            call("Input.dispatchKeyEvent", Map.of("type", "keyDown", "key", key, "text", key));
            call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
        }
    }

    /** Shows the page as on another medium or in another colour scheme. */
    public void emulate(String medium, String colorScheme) throws Exception {
        call(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "media",
                        medium,
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", colorScheme))));
    }

    /** Shows the page in a window of this size. */
    public void resize(int width, int height) throws Exception {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    }

    /** What a screen reader says of all things of a role, such as {@code combobox}. */
    public List<String> accessibleNames(String role) throws Exception {
        List<String> names = new ArrayList<>();
        for (JsonElement element : call("Accessibility.getFullAXTree", Map.of()).getAsJsonArray("nodes")) {
            JsonObject node = element.getAsJsonObject();
            if (!node.get("ignored").getAsBoolean()
                    && node.getAsJsonObject("role").get("value").getAsString().equals(role)) {
                names.add(node.getAsJsonObject("name").get("value").getAsString());
            }
        }
        return names;
    }

    /** Errors and other lines that the page and the browser wrote to the console since the page was opened. */
    public List<String> complaints() {
        return complaints;
    }

    /** Addresses that the page asked for. */
    public List<String> requests() {
        return requests;
    }

    private JsonObject call(String method, Map<String, Object> parameters) throws Exception {
        int id = ++calls;
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        answers.put(id, answer);
        String text = new Gson().toJson(Map.of("id", id, "method", method, "params", parameters));
        socket.sendText(text, true).get(SECONDS, TimeUnit.SECONDS);
        return answer.get(SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            JsonObject whole = JsonParser.parseString(message.toString()).getAsJsonObject();
            message.setLength(0);
            receive(whole);
        }
        webSocket.request(1);
        return null;
    }

    private void receive(JsonObject received) {
        if (received.has("id")) {
            CompletableFuture<JsonObject> answer =
                    answers.remove(received.get("id").getAsInt());
            if (received.has("result")) {
                answer.complete(received.getAsJsonObject("result"));
            } else {
                answer.completeExceptionally(new AssertionError(received.toString()));
            }
            return;
        }
        switch (received.get("method").getAsString()) {
            case "Page.loadEventFired" -> loaded.complete(null);
            case "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded" ->
                complaints.add(received.get("params").toString());
            case "Network.requestWillBeSent" ->
                requests.add(received.getAsJsonObject("params")
                        .getAsJsonObject("request")
                        .get("url")
                        .getAsString());
            default -> {}
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }
}
