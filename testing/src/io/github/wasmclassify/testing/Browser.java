package io.github.wasmclassify.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A tab of a real browser, Chromium without a window. */
public final class Browser implements AutoCloseable {
    private static final int SECONDS = 60;
    private static final Gson GSON = new Gson();
    /** Warns of each Chromium that is newer than itself. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    static {
        SELENIUM.setLevel(Level.SEVERE);
    }

    private final ChromeDriver driver;
    private final List<String> complaints = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /**
     * Where there is no Chromium, the calling test is skipped.
     *
     * @param arguments for Chromium
     */
    public static Browser open(String... arguments) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(
                program("chromium", "chromium-browser", "google-chrome").toString());
        options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage");
        options.addArguments(arguments);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(program("chromedriver").toFile())
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    private static Path program(String... names) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> Stream.of(names).map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> {
                    assumeTrue(false, "needs " + String.join(" or ", names) + ", which is not installed");
                    return null;
                });
    }

    /** Opens a page, and forgets what the one before wrote and fetched. */
    public void go(URI address) {
        driver.get("about:blank");
        complaints();
        complaints.clear();
        requests();
        requests.clear();
        driver.get(address.toString());
    }

    /** What an expression of JavaScript yields on the page, waiting for it if it is a promise. */
    public JsonElement evaluate(String expression) {
        JsonObject answer =
                call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(answer.toString());
        }
        JsonObject result = answer.getAsJsonObject("result");
        return result.has("value") ? result.get("value") : JsonNull.INSTANCE;
    }

    /** Waits until an expression of JavaScript is true. */
    public void await(String expression) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        boolean isTrue = evaluate(expression).getAsBoolean();
        while (!isTrue && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(50);
            isTrue = evaluate(expression).getAsBoolean();
        }
        assertTrue(
                isTrue,
                () -> expression + " is not true of\n"
                        + evaluate("document.body.innerText").getAsString());
    }

    /** Presses keys, one after the other. */
    public void type(CharSequence keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    public void click(String selector) {
        driver.findElement(By.cssSelector(selector)).click();
    }

    /** Chooses files for a form. */
    public void choose(String selector, Path... files) {
        String paths = String.join("\n", Stream.of(files).map(Path::toString).toList());
        driver.findElement(By.cssSelector(selector)).sendKeys(paths);
    }

    /** Drags files from another program onto the page, and drops them at a point of it. */
    public void drop(int x, int y, Path... files) {
        Map<String, Object> data = Map.of(
                "items",
                List.of(),
                "files",
                Stream.of(files).map(Path::toString).toList(),
                "dragOperationsMask",
                1);
        for (String type : List.of("dragEnter", "dragOver", "drop")) {
            call("Input.dispatchDragEvent", Map.of("type", type, "x", x, "y", y, "data", data));
        }
    }

    /** Shows the page as on another medium or in another colour scheme. */
    public void emulate(String medium, String colorScheme) {
        Map<String, Object> feature = Map.of("name", "prefers-color-scheme", "value", colorScheme);
        call("Emulation.setEmulatedMedia", Map.of("media", medium, "features", List.of(feature)));
    }

    /** Shows the page in a window of this size. */
    public void resize(int width, int height) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    }

    /** Writes what is seen of the whole page as a PNG. */
    public void photograph(Path file) {
        int width = evaluate("innerWidth").getAsInt();
        int height = evaluate("document.documentElement.scrollHeight").getAsInt();
        Map<String, Object> clip = Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1);
        JsonObject picture = call("Page.captureScreenshot", Map.of("captureBeyondViewport", true, "clip", clip));
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Base64.getDecoder().decode(picture.get("data").getAsString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a screen reader says of all things of a role, such as {@code combobox}. */
    public List<String> accessibleNames(String role) {
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

    /** What axe-core finds that keeps people from using the page: each rule with the elements that break it. */
    public List<String> barriers() throws IOException {
        try (var script = Browser.class.getResourceAsStream("/axe.min.js")) {
            evaluate(new String(script.readAllBytes(), StandardCharsets.UTF_8) + "; true");
        }
        JsonElement found = evaluate("axe.run().then(({ violations }) => violations.map(({ id, nodes }) =>"
                + " `${id}: ${nodes.map(({ html, failureSummary }) => html + failureSummary).join()}`))");
        return found.getAsJsonArray().asList().stream()
                .map(JsonElement::getAsString)
                .toList();
    }

    /** Errors and other lines that the page and the browser wrote to the console since the page was opened. */
    public List<String> complaints() {
        for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
            complaints.add(entry.getMessage());
        }
        return List.copyOf(complaints);
    }

    /** Addresses that the page asked for. */
    public List<String> requests() {
        for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            JsonObject message =
                    JsonParser.parseString(entry.getMessage()).getAsJsonObject().getAsJsonObject("message");
            if (message.get("method").getAsString().equals("Network.requestWillBeSent")) {
                JsonObject request = message.getAsJsonObject("params").getAsJsonObject("request");
                requests.add(request.get("url").getAsString());
            }
        }
        return List.copyOf(requests);
    }

    /** By the DevTools protocol, for what WebDriver does not have. */
    private JsonObject call(String method, Map<String, Object> parameters) {
        return GSON.toJsonTree(driver.executeCdpCommand(method, parameters)).getAsJsonObject();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
