package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import io.github.wasmclassify.testing.Browser;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of {@code predict --report}, as a real browser shows it. */
class ContactSheetInBrowserTest {
    @TempDir
    static Path folder;

    private static Path page;
    private static Browser browser;

    @BeforeAll
    static void makePage() throws Exception {
        browser = Browser.open();
        page = SamplePage.make(folder).file();
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    private static void open(String fragment) throws Exception {
        browser.emulate("screen", "light");
        browser.go(URI.create(page.toUri() + fragment));
    }

    /** Names of the pictures that are shown, in order. */
    private static List<String> shown() throws Exception {
        return strings("[...document.querySelectorAll('#pictures > li')].filter(entry => entry.checkVisibility())"
                + ".map(entry => entry.querySelector('.path').textContent.trim().replace(/.*\\//, ''))");
    }

    private static List<String> strings(String expression) throws Exception {
        JsonArray array = browser.evaluate(expression).getAsJsonArray();
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonElement::getAsString)
                .toList();
    }

    private static String string(String expression) throws Exception {
        return browser.evaluate(expression).getAsString();
    }

    private static void assertSilent() {
        assertEquals(List.of(), browser.complaints());
        assertEquals(
                List.of(),
                browser.requests().stream()
                        .filter(address -> !address.startsWith(page.toUri().toString()) && !address.startsWith("data:"))
                        .toList());
    }

    @Test
    void showsAllPicturesWithWhatIsKnownOfThem() throws Exception {
        open("");

        assertEquals(
                List.of("espresso.jpg", "lemon.png", "lighthouse-fog.jpg", "lighthouse.jpg", "no picture.png"),
                shown().subList(0, 5));
        assertEquals(6, shown().size());
        assertEquals("6 of 6 pictures", string("document.querySelector('#shown').textContent"));
        assertEquals(
                List.of("pocket", "5", "1", "4"),
                strings(
                        "['Model', 'Classified', 'Failed', 'Labels'].map(name => "
                                + "[...document.querySelectorAll('header dt')].find(dt => dt.textContent == name).nextElementSibling.textContent)"));
        assertEquals("lemon", string("document.querySelector('#pictures > li:nth-child(2) h2').textContent"));
        List<String> bars = strings(
                "[...document.querySelectorAll('#pictures > li:nth-child(2) meter')].map(meter => `${meter.value}`)");
        assertEquals(3, bars.size());
        assertEquals(0.64, Double.parseDouble(bars.get(0)), 0.02); // as the README shows it
        assertEquals(
                "not a picture of a known kind (JPEG, PNG, GIF, WebP, BMP, TIFF, ICO, PNM, QOI, TGA)",
                string("document.querySelector('.reason').textContent"));
        assertSilent();
    }

    @Test
    void anAddressChoosesALabel() throws Exception {
        open("#label=lemon");

        assertEquals(List.of("lemon.png"), shown());
        assertEquals("lemon (1)", string("document.querySelector('#label').selectedOptions[0].text"));
        assertSilent();
    }

    @Test
    void anAddressChoosesFailuresOrWordsOrNothing() throws Exception {
        open("#failed=true");
        assertEquals(List.of("no picture.png"), shown());
        open("#search=LIGHTHOUSE+fog");
        assertEquals(List.of("lighthouse-fog.jpg"), shown());
        open("#label=zebra");
        assertEquals(List.of(), shown());
        assertTrue(browser.evaluate("document.querySelector('#nothing').checkVisibility()")
                .getAsBoolean());
    }

    @Test
    void theSurestComeFirstAndFailuresLast() throws Exception {
        open("#order=surest");
        List<String> surest = shown();
        List<String> scores =
                strings("[...document.querySelectorAll('#pictures > li')].map(entry => entry.dataset.score ?? '-1')");
        assertEquals(
                scores.stream()
                        .sorted((a, b) -> Double.compare(Double.parseDouble(b), Double.parseDouble(a)))
                        .toList(),
                scores);
        assertEquals("espresso.jpg", surest.get(0));
        assertEquals("no picture.png", surest.get(5));

        open("#order=least-sure");
        assertEquals("espresso.jpg", shown().get(4));
        assertEquals("no picture.png", shown().get(5));
    }

    @Test
    void theKeyboardIsEnough() throws Exception {
        open("");
        browser.type("/");
        browser.type("lemon");

        assertEquals("search", string("document.activeElement.id"));
        assertEquals(List.of("lemon.png"), shown());
        Thread.sleep(500);
        assertEquals("#search=lemon", string("location.hash"));
    }

    @Test
    void anEntrysLabelShowsItsLikeAndShowAllGoesBack() throws Exception {
        open("#order=surest");
        browser.evaluate("document.querySelector('li[data-label^=beacon] a.label').click()");
        assertEquals(List.of("lighthouse.jpg", "lighthouse-fog.jpg"), shown());

        browser.evaluate(
                "document.querySelector('button[type=reset]').click(); new Promise(done => setTimeout(done, 50))");
        assertEquals(6, shown().size());
        assertEquals("espresso.jpg", shown().get(0));
        assertSilent();
    }

    @Test
    void labelsAreCountedMostFrequentFirst() throws Exception {
        open("");

        List<String> options = strings("[...document.querySelector('#label').options].map(option => option.text)");

        assertEquals("all (6)", options.get(0));
        assertEquals(SamplePage.LIGHTHOUSE + " (2)", options.get(1));
        assertTrue(options.contains(SamplePage.HOSTILE + " (1)"), options.toString());
        assertEquals("failed (1)", options.get(5));
    }

    @Test
    void namesAndLabelsAreTextWhateverIsInThem() throws Exception {
        open("");
        browser.evaluate("new Promise(done => setTimeout(done, 200))");

        String entry = "document.querySelector('#pictures > li:nth-child(6)')";
        assertEquals("Report: pocket", string("document.title"));
        assertEquals(SamplePage.HOSTILE, string(entry + ".dataset.label"));
        assertEquals(SamplePage.HOSTILE, string(entry + ".querySelector('h2').textContent"));
        assertEquals("z" + SamplePage.HOSTILE.replace("/", "\u2215") + ".jpg", shown().get(5));
        assertEquals(1, browser.evaluate("document.scripts.length").getAsInt());
        assertEquals(
                0,
                browser.evaluate("document.querySelectorAll('img:not([src^=\"data:image/jpeg;\"])').length")
                        .getAsInt());
        browser.evaluate(entry + ".querySelector('a.label').click()");
        assertEquals(1, shown().size());
        assertSilent();
        Path linked = Path.of(URI.create(string(entry + ".querySelector('.path a').href")));
        assertTrue(Files.isSameFile(linked, folder.resolve("pictures").resolve(shown().get(0))));
    }

    @Test
    void thePolicyStopsWhatIsNotThePagesOwn() throws Exception {
        open("");
        browser.evaluate("const s = document.createElement('script'); s.textContent = 'document.title = \"owned\"';"
                + "document.body.append(s); const i = new Image(); i.src = 'http://127.0.0.1:9/x.png'; document.body.append(i);"
                + "new Promise(done => setTimeout(done, 200))");

        assertEquals("Report: pocket", string("document.title"));
        assertTrue(
                browser.complaints().stream().anyMatch(line -> line.contains("img-src data:")),
                browser.complaints().toString());
    }

    private static boolean isVisible(String selector) throws Exception {
        return browser.evaluate("document.querySelector('" + selector + "').checkVisibility()")
                .getAsBoolean();
    }

    @Test
    void onAPhoneTheControlsAreFoldedAway() throws Exception {
        try {
            browser.resize(360, 740);
            open("#label=lemon");
            assertFalse(isVisible("#search"));
            assertEquals("1 of 6 pictures", string("document.querySelector('#shown').textContent"));
            assertEquals(
                    360,
                    browser.evaluate("document.documentElement.scrollWidth").getAsInt());
            assertTrue(browser.evaluate("document.querySelector('#bar').offsetHeight")
                            .getAsInt()
                    < 60);

            browser.evaluate(
                    "document.querySelector('#filter summary').click(); new Promise(done => setTimeout(done, 200))");
            assertTrue(isVisible("#search"));
        } finally {
            browser.resize(1280, 800);
        }
        open("");
        assertTrue(isVisible("#search"));
        assertFalse(isVisible("#filter summary"));
        assertSilent();
    }

    @Test
    void followsTheColourSchemeAndPrintsPicturesAlone() throws Exception {
        open("");
        String background = "getComputedStyle(document.body).backgroundColor";
        String light = string(background);
        browser.emulate("screen", "dark");
        assertNotEquals(light, string(background));
        browser.emulate("print", "light");
        assertFalse(isVisible("#controls"));
        assertEquals(6, shown().size());
    }

    @Test
    void screenReadersHearNamesOfControlsAndPictures() throws Exception {
        open("");

        assertEquals(
                List.of(
                        "Report",
                        "espresso",
                        "lemon",
                        SamplePage.LIGHTHOUSE,
                        SamplePage.LIGHTHOUSE,
                        "Failed: not a picture",
                        SamplePage.HOSTILE),
                browser.accessibleNames("heading"));
        assertEquals(List.of("Label", "Sort by"), browser.accessibleNames("combobox"));
        assertEquals(List.of("Search"), browser.accessibleNames("searchbox"));
        browser.evaluate(
                "document.querySelector('#pictures').lastElementChild.scrollIntoView()"); // loads the last picture
        List<String> pictures = browser.accessibleNames("image");
        assertEquals(5, pictures.size(), pictures.toString());
        assertTrue(pictures.get(1).endsWith("lemon.png"), pictures.toString());
    }

    @Test
    void inADirectoryThumbnailsAreFilesThatThePageShows() throws Exception {
        Path directory = SamplePage.inDirectory(folder);

        browser.go(directory.resolve("index.html").toUri());

        assertEquals(List.of("lemon.png"), shown());
        assertEquals(
                320,
                browser.evaluate(
                                "const i = document.querySelector('.thumbnail img'); i.decode().then(() => i.naturalWidth)")
                        .getAsInt());
        assertEquals(List.of(), browser.complaints());
    }
}
