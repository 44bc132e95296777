package io.github.wasmclassify.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import io.github.wasmclassify.classify.ClassifierOptions;
import io.github.wasmclassify.testing.Browser;
import io.github.wasmclassify.testing.TestFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The page at {@code /}, as a real browser shows it. */
class PageTest {
    /** Breaks out of elements and attributes, if anything does. */
    private static final String HOSTILE = "\"'><img src=x onerror=document.title='owned'>";

    private static final int ORANGE = 186;
    private static final Path LEMON = TestFiles.SAMPLES.resolve("lemon.png");
    private static final Path SCREENSHOTS = TestFiles.ROOT.resolve("server/target/screenshots");
    private static final String TITLE = "What does this picture show?";

    @TempDir
    static Path folder;

    private static TestServer server;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.open("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream");
        List<String> labels = Files.readAllLines(TestFiles.ROOT.resolve("labels/pocket.txt"));
        labels.set(ORANGE, HOSTILE);
        Path labelFile = Files.write(folder.resolve("labels.txt"), labels);
        server = TestServer.settings()
                .builtIn(ClassifierOptions.builder().labels(labelFile).build());
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void open() throws Exception {
        browser.resize(1280, 800);
        browser.emulate("screen", "light");
        open(server);
    }

    /** As somebody who has chosen nothing yet. */
    private static void open(TestServer shown) throws Exception {
        browser.go(shown.at("/"));
        browser.evaluate("localStorage.clear()");
        browser.go(shown.at("/"));
        awaitModel();
    }

    private static void awaitModel() throws Exception {
        browser.await("document.querySelector('#model').value === 'pocket'");
    }

    private static void runInBrowser() throws Exception {
        browser.click("#here");
        browser.await("document.querySelector('#status').textContent === 'The model is loaded'");
    }

    private static void awaitResults(int count) throws Exception {
        browser.await("document.querySelectorAll('.card[aria-busy=false]').length === " + count);
    }

    private static List<String> texts(String selector) {
        JsonElement texts =
                browser.evaluate("[...document.querySelectorAll(\"" + selector + "\")].map(e => e.textContent.trim())");
        return texts.getAsJsonArray().asList().stream()
                .map(JsonElement::getAsString)
                .toList();
    }

    private static String text(String selector) {
        return texts(selector).get(0);
    }

    private static void assertSilent() {
        assertEquals(List.of(), browser.complaints());
        assertEquals(
                List.of(),
                browser.requests().stream()
                        .filter(address ->
                                !address.startsWith(server.at("/").toString()) && !address.startsWith("blob:"))
                        .toList());
    }

    @Test
    void aDroppedPictureIsClassifiedOnTheServer() throws Exception {
        browser.drop(400, 300, LEMON);
        awaitResults(1);

        assertEquals("lemon", text(".verdict"));
        assertEquals(5, texts(".classes li").size());
        assertEquals("64.1%", text(".percent"));
        assertEquals("lemon.png: lemon, 64.1%", text("#news"));
        assertEquals(4, texts(".times dd").size());
        assertTrue(browser.evaluate("document.querySelector('.thumbnail img').naturalWidth > 0")
                .getAsBoolean());
        assertSilent();
    }

    @Test
    void theBrowserFindsTheSameWithoutUpload() throws Exception {
        browser.choose("#files", LEMON);
        awaitResults(1);
        List<String> onServer = texts(".classes li");
        browser.click("#clear");
        runInBrowser();
        browser.requests();
        browser.choose("#files", LEMON);
        awaitResults(1);

        assertEquals(onServer, texts(".classes li"));
        assertEquals(
                1,
                browser.requests().stream()
                        .filter(address -> address.contains("/classify"))
                        .count());
        assertSilent();
    }

    @Test
    void theModelComesWithProgressAndTheModuleWithVectors() throws Exception {
        browser.evaluate("const where = document.querySelector('#where'); var seen = [];"
                + " new MutationObserver(() => seen.push(where.textContent)).observe(where, { childList: true });");
        runInBrowser();

        String seen = browser.evaluate("seen.join()").getAsString();
        assertTrue(seen.contains("Loading the model: 3.4 of 3.4 MB"), seen);
        assertTrue(browser.evaluate("caches.match('assets/classifier-simd128.wasm').then(Boolean)")
                .getAsBoolean());
        assertTrue(browser.evaluate("document.querySelector('#loading').hidden").getAsBoolean());
    }

    @Test
    void eachOfSeveralPicturesGetsItsAnswerOrItsError() throws Exception {
        Path text = Files.writeString(folder.resolve("notes.txt"), "no picture");
        for (Runnable place : List.<Runnable>of(() -> {}, () -> browser.click("#here"))) {
            place.run();
            browser.choose("#files", LEMON, text, TestFiles.SAMPLES.resolve("jellyfish.webp"));
            awaitResults(3);

            assertEquals(List.of("jellyfish", "Not classified", "lemon"), texts(".verdict"));
            assertEquals(List.of("jellyfish.webp", "notes.txt", "lemon.png"), texts(".name"));
            assertTrue(text(".problem:not([hidden])").startsWith("not a picture of a known kind"), text(".problem"));
            browser.click("#clear");
        }
    }

    @Test
    void samplesAndPastedPicturesAreTaken() throws Exception {
        browser.click("#samples li:nth-child(2) button");
        awaitResults(1);
        browser.evaluate("(async () => {"
                + " const picture = await (await fetch('assets/samples/mushroom.jpg')).blob();"
                + " const clipboardData = new DataTransfer();"
                + " clipboardData.items.add(new File([picture], 'image.png'));"
                + " document.dispatchEvent(new ClipboardEvent('paste', { clipboardData }));"
                + "})()");
        awaitResults(2);

        assertEquals(List.of("mushroom", "espresso"), texts(".verdict"));
        assertSilent();
    }

    @Test
    void theCameraTakesAPicture() throws Exception {
        browser.click("#camera");
        browser.await("document.querySelector('video').videoWidth > 0");
        browser.click("dialog [value=take]");
        awaitResults(1);

        assertEquals("camera.jpg", text(".name"));
        assertEquals(5, texts(".classes li").size());
        assertTrue(browser.evaluate("document.querySelector('video').srcObject === null")
                .getAsBoolean());
        assertSilent();
    }

    @Test
    void afterTheFirstLoadNoServerIsNeeded() throws Exception {
        try (TestServer shortLived = TestServer.settings().builtIn()) {
            open(shortLived);
            runInBrowser();
            assertEquals(List.of(), browser.complaints());
            shortLived.stop();

            browser.choose("#files", LEMON);
            awaitResults(1);
            assertEquals("lemon", text(".verdict"));

            browser.go(shortLived.at("/"));
            awaitModel();
            browser.click("#samples li:nth-child(2) button");
            awaitResults(1);
            assertEquals("espresso", text(".verdict"));

            browser.click("#here");
            browser.choose("#files", LEMON);
            awaitResults(2);
            assertEquals("the server cannot be reached", text(".problem:not([hidden])"));
        }
    }

    @Test
    void aServerWithATokenAsksForItAndThePageKeepsIt() throws Exception {
        String isAsked = "!document.querySelector('#token-form').hidden";
        try (TestServer guarded = TestServer.settings().token("s3cret").builtIn()) {
            browser.go(guarded.at("/"));
            browser.await(isAsked);
            browser.photograph(SCREENSHOTS.resolve("token.png"));
            assertEquals(List.of(), browser.barriers());
            assertEquals(List.of(TITLE, "This server needs a token"), browser.accessibleNames("heading"));

            browser.type("wrong" + Keys.ENTER);
            browser.await(isAsked + " && !document.querySelector('#token-problem').hidden");
            browser.type("s3cret" + Keys.ENTER);
            awaitModel();
            browser.choose("#files", LEMON);
            awaitResults(1);
            runInBrowser();
            browser.choose("#files", LEMON);
            awaitResults(2);
            assertEquals(List.of("lemon", "lemon"), texts(".verdict"));

            browser.evaluate("location.reload()");
            awaitModel();
            assertFalse(browser.evaluate(isAsked).getAsBoolean());
        }
    }

    @Test
    void aModelInTwoFilesIsSaidToRunOnTheServerOnly() throws Exception {
        Path model = TestFiles.ROOT.resolve("wasm/tests/data/shapes/weights_beside.onnx");
        ClassifierOptions options =
                ClassifierOptions.builder().model(model.toString()).build();
        try (TestServer split = TestServer.settings().builtIn(options)) {
            open(split);
            browser.click("#here");
            browser.await("document.querySelector('#status').textContent.includes('stored in two files')");
            browser.click("#here");
            browser.choose("#files", LEMON);
            awaitResults(1);
            assertEquals(0, texts(".problem:not([hidden])").size());
        }
    }

    @Test
    void namesAndLabelsAreTextWhateverIsInThem() throws Exception {
        Path hostile = Files.copy(TestFiles.SAMPLES.resolve("orange.jpg"), folder.resolve(HOSTILE + ".jpg"));
        browser.choose("#files", hostile);
        awaitResults(1);

        assertEquals(HOSTILE, text(".verdict"));
        assertEquals(HOSTILE + ".jpg", text(".name"));
        assertEquals(TITLE, browser.evaluate("document.title").getAsString());
        assertSilent();
    }

    @Test
    void thePolicyStopsWhatIsNotThePagesOwn() throws Exception {
        browser.evaluate("const script = document.createElement('script'); script.textContent = 'document.title = 1';"
                + " document.body.append(script, Object.assign(new Image(), { src: 'http://127.0.0.1:9/x.png' }));"
                + " new Promise((done) => setTimeout(done, 200))");

        assertEquals(TITLE, browser.evaluate("document.title").getAsString());
        String complaints = browser.complaints().toString();
        assertTrue(complaints.contains("script-src 'self'"), complaints);
        assertTrue(complaints.contains("img-src 'self' blob:"), complaints);
    }

    @Test
    void theKeyboardIsEnough() throws Exception {
        String focus = "document.activeElement.id || document.activeElement.textContent.trim()";
        browser.type(Keys.TAB);
        assertEquals("files", browser.evaluate(focus).getAsString());
        browser.type(Keys.TAB);
        browser.type(Keys.ENTER);
        browser.await("document.querySelector('dialog').open");
        browser.type(Keys.ESCAPE);
        browser.await("!document.querySelector('dialog').open");
        assertEquals("camera", browser.evaluate(focus).getAsString());
        browser.type(Keys.TAB);
        browser.type(Keys.ENTER);
        awaitResults(1);
        assertEquals("lemon", text(".verdict"));

        browser.evaluate("document.querySelector('#here').focus()");
        browser.type(Keys.SPACE);
        browser.await("document.querySelector('#status').textContent === 'The model is loaded'");
        assertSilent();
    }

    @Test
    void screenReadersHearNames() throws Exception {
        browser.click("#samples button");
        awaitResults(1);

        List<String> buttons = browser.accessibleNames("button");
        assertTrue(
                buttons.containsAll(List.of("Choose pictures", "Use the camera", "lemon.png", "Clear")),
                buttons.toString());
        assertEquals(List.of("Classify in this browser"), browser.accessibleNames("switch"));
        assertEquals(List.of("Model"), browser.accessibleNames("combobox"));
        assertEquals(
                List.of(TITLE, "Pictures", "Try a sample", "Settings", "Results", "lemon"),
                browser.accessibleNames("heading"));
    }

    /** In all looks of the page, which are photographed. */
    @Test
    void nothingKeepsPeopleFromUsingThePage() throws Exception {
        browser.choose("#files", LEMON, TestFiles.SAMPLES.resolve("lighthouse.jpg"), TestFiles.ROOT.resolve("pom.xml"));
        awaitResults(3);
        String background = "getComputedStyle(document.body).backgroundColor";
        String light = browser.evaluate(background).getAsString();
        for (String scheme : List.of("light", "dark")) {
            for (int width : List.of(360, 1280)) {
                browser.emulate("screen", scheme);
                browser.resize(width, 800);
                browser.photograph(SCREENSHOTS.resolve("page-" + width + "-" + scheme + ".png"));

                assertEquals(List.of(), browser.barriers(), scheme + " at " + width);
                assertEquals(
                        width,
                        browser.evaluate("document.documentElement.scrollWidth").getAsInt());
            }
        }
        assertNotEquals(light, browser.evaluate(background).getAsString());
    }
}
