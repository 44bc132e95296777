package io.github.wasmclassify.server.v2;

import io.github.wasmclassify.server.http.Problem;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Tensors as the binary data extension has them: little-endian, row-major, nothing between. */
final class BinaryTensors {
    private BinaryTensors() {}

    /**
     * The elements, each of which follows its length.
     *
     * @throws Problem 400 if a length leads out of the data
     */
    static List<byte[]> elements(ByteBuffer data) {
        ByteBuffer rest = data.order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> elements = new ArrayList<>();
        while (rest.hasRemaining()) {
            int length = rest.remaining() < Integer.BYTES ? -1 : rest.getInt();
            if (length < 0 || length > rest.remaining()) {
                throw Problem.badRequest("an element of the BYTES tensor is longer than the binary data");
            }
            byte[] element = new byte[length];
            rest.get(element);
            elements.add(element);
        }
        return elements;
    }

    /** @throws Problem 400 if it does not divide into numbers */
    static float[] floats(ByteBuffer data) {
        if (data.remaining() % Float.BYTES != 0) {
            throw Problem.badRequest("the binary data of an FP32 tensor is no multiple of 4 bytes long");
        }
        float[] numbers = new float[data.remaining() / Float.BYTES];
        data.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(numbers);
        return numbers;
    }

    static float[] unsignedBytes(ByteBuffer data) {
        float[] numbers = new float[data.remaining()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = data.get() & 0xff;
        }
        return numbers;
    }

    static byte[] of(float[] numbers) {
        ByteBuffer data = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(numbers);
        return data.array();
    }

    static byte[] of(List<String> texts) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (String text : texts) {
            byte[] element = text.getBytes(StandardCharsets.UTF_8);
            ByteBuffer length = ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(element.length);
            data.writeBytes(length.array());
            data.writeBytes(element);
        }
        return data.toByteArray();
    }
}
