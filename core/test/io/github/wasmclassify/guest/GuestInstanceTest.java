package io.github.wasmclassify.guest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.error.GuestException;
import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.error.ModuleException;
import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.error.Remedy;
import io.github.wasmclassify.guest.kernels.Kernels;
import io.github.wasmclassify.testing.TestFiles;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the host makes of the answers of a guest, right and wrong ones. */
class GuestInstanceTest {
    private static final long MIB = 1 << 20;

    private final GuestModule module = GuestModule.compile(TestFiles.scriptedGuest());
    private GuestInstance guest;

    @BeforeEach
    void start() {
        guest = new GuestInstance(module, Optional.empty(), 0, MIB);
        assertEquals(3, guest.load(text("a model"), Map.of()).output().classes());
    }

    @AfterEach
    void close() {
        guest.close();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void answersWithClassesScoresSizeAndTimes() {
        GuestAnswer answer = guest.classify(text("a picture"), 2);

        assertArrayEquals(new int[] {2, 0}, answer.indices());
        assertArrayEquals(new float[] {0.75f, 0.25f}, answer.scores());
        assertEquals(640, answer.width());
        assertEquals(480, answer.height());
        assertEquals(1.5, answer.decodeMillis());
        assertEquals(0.5, answer.resizeMillis());
        assertEquals(61, answer.inferenceMillis());
    }

    @Test
    void aTrapNamesTheCallThatFailed() {
        GuestException e = assertThrows(GuestException.class, () -> guest.classify(text("Trap"), 1));

        assertTrue(e.getMessage().startsWith("the guest failed in classify_encoded: "), e.getMessage());
    }

    @Test
    void aRefusedPictureTellsTheGuestsReasonWithoutItsControlCharacters() {
        PictureException e = assertThrows(PictureException.class, () -> guest.classify(text("Picture refused"), 1));

        assertEquals("not for [31m me", e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "Picture refused, DAMAGED",
        "Kind, NOT_A_PICTURE",
        "Sort, UNSUPPORTED",
        "Large, TOO_LARGE",
        "Memory, TOO_LARGE"
    })
    void aRefusedPictureTellsWhatSortOfFaultItHas(String picture, PictureException.Reason reason) {
        assertEquals(
                reason,
                assertThrows(PictureException.class, () -> guest.classify(text(picture), 1))
                        .reason());
    }

    @Test
    void aThumbnailOfAnImpossibleSizeIsTheGuestsFault() {
        GuestException e = assertThrows(GuestException.class, () -> guest.classify(text("Giant thumbnail"), 1));

        assertEquals("the guest made a thumbnail of 32768x32768 pixels", e.getMessage());
    }

    @Test
    void aRefusedModelTellsTheGuestsReason() {
        ModelException e = assertThrows(ModelException.class, () -> guest.load(text("Bad model"), Map.of()));

        assertEquals("not for [31m me", e.getMessage());
    }

    @Test
    void aFaultInsideTheGuestIsNotThePicturesFault() {
        assertThrows(GuestException.class, () -> guest.classify(text("X"), 1));
    }

    @Test
    void outOfMemorySaysTheLimitAndHowToRaiseIt() {
        PictureException e = assertThrows(PictureException.class, () -> guest.classify(new byte[2 << 20], 1));
        PictureException inside = assertThrows(PictureException.class, () -> guest.classify(text("Memory"), 1));

        assertEquals("does not fit into the guest's memory of 1 MiB", e.getMessage());
        assertEquals(Optional.of(Remedy.MORE_GUEST_MEMORY), e.remedy());
        assertEquals(e.getMessage(), inside.getMessage());
    }

    @Test
    void aJavaWithLessMemoryThanTheLimitSaysSo() { // the build gives the tests 1 GiB
        try (GuestInstance large = new GuestInstance(module, Optional.empty(), 2000 * MIB, 2047 * MIB)) {
            PictureException e =
                    assertThrows(PictureException.class, () -> large.classify(text("a picture"), 200 << 20));

            assertEquals("needs more memory than Java has", e.getMessage());
            assertEquals(Optional.of(Remedy.MORE_JAVA_MEMORY), e.remedy());
        }
    }

    @Test
    void kernelsForWhichJavaHasNoMemorySaySo() throws Exception {
        Kernels full = (Kernels) Proxy.newProxyInstance(
                Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class}, (proxy, method, arguments) -> {
                    throw new OutOfMemoryError("Java heap space");
                });
        byte[] model = Files.readAllBytes(TestFiles.ROOT.resolve("models/pocket.pb"));
        try (GuestInstance loading =
                new GuestInstance(GuestModule.bundledWithHostKernels(), Optional.of(full), 0, 200 * MIB)) {
            ModelException e = assertThrows(ModelException.class, () -> loading.load(model, Map.of()));

            assertEquals("needs more memory than Java has", e.getMessage());
            assertEquals(Optional.of(Remedy.MORE_JAVA_MEMORY), e.remedy());
        }
    }

    @Test
    void aModuleThatIsNoGuestIsRefused(@TempDir Path folder) throws Exception {
        Path empty = Files.write(folder.resolve("empty.wasm"), new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
        GuestModule stranger = GuestModule.compile(empty);

        ModuleException e =
                assertThrows(ModuleException.class, () -> new GuestInstance(stranger, Optional.empty(), 0, MIB));

        assertEquals(
                "module `" + empty + "` is not a guest for this program: Unknown export with name abi_version",
                e.getMessage());
    }

    @Test
    void aModuleLargerThanTheMemoryLimitIsRefused() {
        ModuleException e =
                assertThrows(ModuleException.class, () -> new GuestInstance(module, Optional.empty(), 0, 1000));

        assertTrue(e.getMessage().endsWith("starts with 1 pages of memory, the limit is 0"), e.getMessage());
    }
}
