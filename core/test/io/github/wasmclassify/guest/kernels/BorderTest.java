package io.github.wasmclassify.guest.kernels;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.dylibso.chicory.runtime.WasmRuntimeException;
import io.github.wasmclassify.testing.TestFiles;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers and structures as the guest lists them in {@code wasm/border.txt}. */
class BorderTest {
    private static final Map<String, Integer> BORDER = read();

    private static Map<String, Integer> read() {
        try (var lines = Files.lines(TestFiles.ROOT.resolve("wasm/border.txt"))) {
            return lines.filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .collect(Collectors.toMap(words -> words[0], words -> Integer.valueOf(words[1])));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> names(String kind) {
        return BORDER.keySet().stream()
                .filter(name -> name.startsWith(kind + "."))
                .sorted(Comparator.comparing(BORDER::get))
                .map(name -> name.substring(kind.length() + 1))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "binary, ADD SUBTRACT MULTIPLY DIVIDE MAXIMUM MINIMUM, Add Sub Mul Div Max Min",
        "pool, POOL_MAXIMUM POOL_AVERAGE POOL_AVERAGE_WITH_PADDING, Max Average AverageWithPadding",
        "unary, LIMIT SIGMOID HARD_SIGMOID SWISH HARD_SWISH LEAKY_RELU RECIPROCAL_SQUARE_ROOT SQUARE_ROOT EXPONENTIAL"
                + " HYPERBOLIC_TANGENT GELU GELU_TANH ERROR_FUNCTION QUANTISE,"
                + " Clip Sigmoid HardSigmoid Swish HardSwish LeakyRelu Rsqrt Sqrt Exp Tanh Gelu GeluTanh Erf Quantise",
    })
    void operationsHaveTheGuestsNumbers(String kind, String constants, String operations) throws Exception {
        assertEquals(List.of(operations.split(" ")), names(kind));
        for (String constant : constants.split(" ")) {
            int position = List.of(constants.split(" ")).indexOf(constant);
            int number = Operations.class.getDeclaredField(constant).getInt(null);
            assertEquals(BORDER.get(kind + "." + operations.split(" ")[position]), number, constant);
        }
    }

    @Test
    void resizeMethodsHaveTheGuestsNumbers() {
        assertEquals(
                names("resize"),
                Arrays.stream(ResizeMethod.values())
                        .map(BorderTest::asInTheGuest)
                        .toList());
    }

    private static String asInTheGuest(ResizeMethod method) {
        return Arrays.stream(method.name().split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    @Test
    void fieldsOfARequestToResizeAreWhereTheGuestHasThem() {
        List<String> fields = Arrays.stream(ResizeRequest.class.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
                .toList();

        assertEquals(names("ResizeRequest"), fields);
        assertEquals(BORDER.get("ResizeRequest") * 4, Kernels.RESIZE_REQUEST_BYTES);
    }

    @Test
    void structuresHaveTheGuestsSizes() {
        assertSize("Geometry", Geometry::read);
        assertSize("Product", BatchedProduct::read);
        assertSize("NormRequest", RowNorm::read);
        assertSize("PackRequest", FilterRequest::read);
        assertSize("ResizeRequest", ResizeRequest::read);
    }

    /** The structure is read where it just fits into memory, and traps where a byte of it is missing. */
    private static void assertSize(String structure, BiConsumer<byte[], Integer> read) {
        int bytes = BORDER.get(structure) * 4;
        byte[] memory = new byte[bytes];
        ByteBuffer words = ByteBuffer.wrap(memory).order(ByteOrder.LITTLE_ENDIAN);
        while (words.hasRemaining()) {
            words.putInt(1);
        }
        assertDoesNotThrow(() -> read.accept(memory, 0), structure);
        assertThrows(WasmRuntimeException.class, () -> read.accept(Arrays.copyOf(memory, bytes - 1), 0), structure);
    }
}
