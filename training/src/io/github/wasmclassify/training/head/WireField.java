package io.github.wasmclassify.training.head;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A field of a protocol buffer message.
 *
 * @param number of the field
 * @param whole with its tag and, where it has one, its length
 * @param value of a field with a length, otherwise empty
 * @param varint the value of a field that is a number, otherwise 0
 */
record WireField(int number, ByteBuffer whole, ByteBuffer value, long varint) {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /**
     * The fields of a message, in its order.
     *
     * @throws IllegalArgumentException if it is damaged
     */
    static List<WireField> of(ByteBuffer message) {
        List<WireField> fields = new ArrayList<>();
        ByteBuffer rest = message.duplicate();
        while (rest.hasRemaining()) {
            int start = rest.position();
            long tag = varint(rest);
            long number = 0;
            ByteBuffer value = NOTHING;
            switch ((int) (tag & 7)) {
                case 0 -> number = varint(rest);
                case 1 -> skip(rest, 8);
                case 2 -> {
                    int length = length(rest);
                    value = rest.slice(rest.position(), length);
                    skip(rest, length);
                }
                case 5 -> skip(rest, 4);
                default -> throw damaged();
            }
            ByteBuffer whole = message.slice(start, rest.position() - start);
            fields.add(new WireField((int) (tag >>> 3), whole, value, number));
        }
        return fields;
    }

    private static int length(ByteBuffer rest) {
        long length = varint(rest);
        if (length < 0 || length > rest.remaining()) {
            throw damaged();
        }
        return (int) length;
    }

    private static void skip(ByteBuffer rest, int count) {
        if (count > rest.remaining()) {
            throw damaged();
        }
        rest.position(rest.position() + count);
    }

    private static long varint(ByteBuffer rest) {
        long value = 0;
        for (int shift = 0; shift < 64 && rest.hasRemaining(); shift += 7) {
            byte next = rest.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw damaged();
    }

    private static IllegalArgumentException damaged() {
        return new IllegalArgumentException("it is not a protocol buffer message, or a damaged one");
    }

    String text() {
        return StandardCharsets.UTF_8.decode(value.duplicate()).toString();
    }

    List<WireField> fields() {
        return of(value);
    }

    /** The texts of all fields of this number. */
    static List<String> texts(List<WireField> fields, int number) {
        return fields.stream()
                .filter(field -> field.number == number)
                .map(WireField::text)
                .toList();
    }

    /** The text of the last field of this number, which counts; empty where there is none. */
    static String text(List<WireField> fields, int number) {
        List<String> texts = texts(fields, number);
        return texts.isEmpty() ? "" : texts.get(texts.size() - 1);
    }

    static Optional<WireField> first(List<WireField> fields, int number) {
        return fields.stream().filter(field -> field.number == number).findFirst();
    }
}
