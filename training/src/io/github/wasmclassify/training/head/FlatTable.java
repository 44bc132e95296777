package io.github.wasmclassify.training.head;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of a FlatBuffer that is read. Addresses are those in its bytes; 0 stands for nothing. A damaged file leads to
 * an {@link IndexOutOfBoundsException}.
 *
 * @param bytes the whole buffer, little-endian
 * @param address of the table
 */
record FlatTable(ByteBuffer bytes, int address) {
    static FlatTable root(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        return new FlatTable(bytes, bytes.getInt(0));
    }

    private int place(int field) {
        int list = address - bytes.getInt(address);
        int slot = Short.BYTES * (field + 2);
        int offset = slot < Short.toUnsignedInt(bytes.getShort(list)) ? bytes.getShort(list + slot) : 0;
        return offset == 0 ? 0 : address + Short.toUnsignedInt((short) offset);
    }

    int number(int field) {
        int place = place(field);
        return place == 0 ? 0 : bytes.getInt(place);
    }

    int octet(int field) {
        int place = place(field);
        return place == 0 ? 0 : bytes.get(place);
    }

    /** Where a field leads to; 0 if it is not there. */
    int target(int field) {
        int place = place(field);
        return place == 0 ? 0 : place + bytes.getInt(place);
    }

    String text(int field) {
        int target = target(field);
        if (target == 0) {
            return "";
        }
        byte[] text = new byte[length(target)];
        bytes.get(target + Integer.BYTES, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private int length(int vector) {
        int length = bytes.getInt(vector);
        if (length < 0 || length > bytes.limit() - vector) {
            throw new IndexOutOfBoundsException("a list is longer than the file");
        }
        return length;
    }

    List<Integer> numbers(int field) {
        List<Integer> numbers = new ArrayList<>();
        int target = target(field);
        int count = target == 0 ? 0 : length(target);
        for (int i = 1; i <= count; i++) {
            numbers.add(bytes.getInt(target + i * Integer.BYTES));
        }
        return numbers;
    }

    List<FlatTable> tables(int field) {
        List<FlatTable> tables = new ArrayList<>();
        int target = target(field);
        int count = target == 0 ? 0 : length(target);
        for (int i = 1; i <= count; i++) {
            int place = target + i * Integer.BYTES;
            tables.add(new FlatTable(bytes, place + bytes.getInt(place)));
        }
        return tables;
    }
}
