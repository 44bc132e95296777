package io.github.wasmclassify.guest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Damages a model file in the ways that files are damaged by accident and on purpose: flipped bits, missing ends,
 * missing or repeated pieces, and most of all numbers that are wrong where the file's structure keeps a length, an
 * offset, a size or an attribute.
 */
final class ModelDamage {
    private static final long[] EXTREMES = {
        0,
        1,
        2,
        3,
        7,
        64,
        127,
        128,
        255,
        4096,
        0xffff,
        0x10000,
        0x7fff_ffff,
        0x8000_0000L,
        0xffff_ffffL,
        Long.MAX_VALUE,
        -1
    };
    /** Of packed numbers, which are told from names by their bytes. */
    private static final int LONGEST_PACKED = 64;

    private static final int LONGEST_PIECE = 300;

    private final byte[] original;
    private final boolean flatbuffer;
    /**
     * Where numbers are: in flatbuffers all words of the structure, in protocol buffers the varints that are no
     * lengths.
     */
    private final List<Integer> numbers = new ArrayList<>();
    /**
     * Where the lengths of protocol buffers are; nearly all damage to these makes a file that is no message any more.
     */
    private final List<Integer> lengths = new ArrayList<>();

    ModelDamage(byte[] model, boolean flatbuffer) {
        original = model;
        this.flatbuffer = flatbuffer;
        if (flatbuffer) {
            findWords();
        } else {
            findVarints(0, model.length);
        }
    }

    /** Offsets, lengths and sizes are small numbers, as weights seldom are. */
    private void findWords() {
        ByteBuffer words = ByteBuffer.wrap(original).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + Integer.BYTES <= original.length; at += Integer.BYTES) {
            int word = words.getInt(at);
            if (word != 0 && Math.abs((long) word) < original.length) {
                numbers.add(at);
            }
        }
    }

    /** Notes the lengths and numbers of a message and of those inside; whether these bytes are a message at all. */
    private boolean findVarints(int from, int end) {
        int knownNumbers = numbers.size();
        int knownLengths = lengths.size();
        int at = from;
        while (at < end) {
            int wireType = original[at] & 7;
            int value = at + varintLength(at, end);
            int length = value >= end ? 0 : varintLength(value, end);
            long size = switch (wireType) {
                case 0 -> length;
                case 1 -> Long.BYTES;
                case 2 -> length + varint(value, length);
                case 5 -> Integer.BYTES;
                default -> -1;
            };
            if (original[at] == 0 || size <= 0 || size > end - value) {
                numbers.subList(knownNumbers, numbers.size()).clear();
                lengths.subList(knownLengths, lengths.size()).clear();
                return false;
            }
            if (wireType == 0) {
                numbers.add(value);
            } else if (wireType == 2) {
                lengths.add(value);
            }
            at = (int) (value + size);
            if (wireType == 2 && !findVarints(value + length, at) && size < LONGEST_PACKED) {
                IntStream.range(value + length, at)
                        .filter(packed -> Character.isISOControl(original[packed]))
                        .forEach(numbers::add);
            }
        }
        return true;
    }

    private int varintLength(int at, int end) {
        int length = 1;
        while (at + length < end && original[at + length - 1] < 0) {
            length++;
        }
        return length;
    }

    private long varint(int at, int length) {
        long value = 0;
        for (int i = 0; i < Math.min(length, 9); i++) {
            value |= (original[at + i] & 0x7fL) << 7 * i;
        }
        return value;
    }

    /** A damaged copy; the same for the same state of {@code random}. */
    byte[] damage(Random random) {
        byte[] model = original;
        for (int left = 1 + random.nextInt(4) / 2; left > 0 && model.length > 0; left--) {
            model = damageOnce(model, random);
        }
        return model;
    }

    private byte[] damageOnce(byte[] model, Random random) {
        int anywhere = random.nextInt(model.length);
        List<Integer> places = lengths.isEmpty() || random.nextInt(5) > 0 ? numbers : lengths;
        int number = Math.min(places.get(random.nextInt(places.size())), model.length - 1);
        return switch (random.nextInt(12)) {
            case 0 -> Arrays.copyOf(model, anywhere);
            case 1 -> withFlippedBit(model, anywhere, random);
            case 2, 3, 4, 5 -> withFlippedBit(model, number, random);
            case 6, 7, 8, 9 -> withNumber(model, number, EXTREMES[random.nextInt(EXTREMES.length)], random);
            case 10 -> splice(model, number, 0, piece(model, anywhere, random));
            default ->
                splice(model, number, Math.min(random.nextInt(LONGEST_PIECE), model.length - number), new byte[0]);
        };
    }

    private static byte[] withFlippedBit(byte[] model, int at, Random random) {
        byte[] copy = model.clone();
        copy[at] ^= (byte) (1 << random.nextInt(8));
        return copy;
    }

    private byte[] withNumber(byte[] model, int at, long value, Random random) {
        if (flatbuffer) {
            byte[] word = ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt((int) value)
                    .array();
            return splice(model, at, Math.min(word.length, model.length - at), word);
        }
        int length = 1;
        while (model[at + length - 1] < 0 && at + length < model.length && length < 10) {
            length++;
        }
        // in as many bytes as before, so that what encloses it stays whole, or in as many as it needs
        int bytes = random.nextInt(8) > 0 ? length : Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
        byte[] varint = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            varint[i] = (byte) (value >>> Math.min(7 * i, 63) & 0x7f | (i < bytes - 1 ? 0x80 : 0));
        }
        return splice(model, at, length, varint);
    }

    private static byte[] piece(byte[] model, int at, Random random) {
        return Arrays.copyOfRange(model, at, Math.min(model.length, at + 1 + random.nextInt(LONGEST_PIECE)));
    }

    private static byte[] splice(byte[] model, int at, int removed, byte[] inserted) {
        byte[] copy = new byte[model.length - removed + inserted.length];
        System.arraycopy(model, 0, copy, 0, at);
        System.arraycopy(inserted, 0, copy, at, inserted.length);
        System.arraycopy(model, at + removed, copy, at + inserted.length, model.length - at - removed);
        return copy;
    }
}
