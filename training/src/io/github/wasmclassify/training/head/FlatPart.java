package io.github.wasmclassify.training.head;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A table, vector or string of a FlatBuffer under construction. What it refers to is another part that comes after it,
 * or lies in an older buffer that is kept behind all parts. The format: flatbuffers.dev, "FlatBuffer Internals".
 */
final class FlatPart {
    private static final int SCALAR_ALIGNMENT = 4;

    private final byte[] content;
    /** Where in the content others point to. */
    private final int anchor;
    /** What the anchor's address plus {@code alignedFrom} is a multiple of. */
    private final int alignment;

    private final int alignedFrom;
    private final List<Reference> references;
    private int address;

    /**
     * An offset in a part's content.
     *
     * @param position of the offset
     * @param part that it leads to, or null
     * @param old that it leads to in the older buffer if there is no part
     */
    private record Reference(int position, FlatPart part, int old) {}

    private FlatPart(byte[] content, int anchor, int alignment, int alignedFrom, List<Reference> references) {
        this.content = content;
        this.anchor = anchor;
        this.alignment = alignment;
        this.alignedFrom = alignedFrom;
        this.references = references;
    }

    /** Text. */
    static FlatPart of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] content = new byte[Integer.BYTES + bytes.length + 1];
        view(content).putInt(bytes.length).put(bytes);
        return new FlatPart(content, 0, SCALAR_ALIGNMENT, 0, List.of());
    }

    /** Numbers. */
    static FlatPart of(int... numbers) {
        byte[] content = new byte[Integer.BYTES * (numbers.length + 1)];
        ByteBuffer rest = view(content).putInt(numbers.length);
        for (int number : numbers) {
            rest.putInt(number);
        }
        return new FlatPart(content, 0, SCALAR_ALIGNMENT, 0, List.of());
    }

    /** Bytes of a tensor, which begin at a multiple of 16. */
    static FlatPart of(byte[] bytes) {
        byte[] content = new byte[Integer.BYTES + bytes.length];
        view(content).putInt(bytes.length).put(bytes);
        return new FlatPart(content, 0, 16, Integer.BYTES, List.of());
    }

    /** Writes numbers into an array as FlatBuffers have them. */
    private static ByteBuffer view(byte[] content) {
        return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** What a table's field leads to, or an element of a vector. */
    static final class Links {
        private final List<Reference> references = new ArrayList<>();

        Links part(FlatPart part) {
            references.add(new Reference(0, part, 0));
            return this;
        }

        /** @param address in the older buffer */
        Links old(int address) {
            references.add(new Reference(0, null, address));
            return this;
        }

        int size() {
            return references.size();
        }

        /** A vector of them. */
        FlatPart vector() {
            byte[] content = new byte[Integer.BYTES * (references.size() + 1)];
            view(content).putInt(references.size());
            List<Reference> placed = new ArrayList<>();
            for (Reference reference : references) {
                placed.add(new Reference(Integer.BYTES * (placed.size() + 1), reference.part, reference.old));
            }
            return new FlatPart(content, 0, SCALAR_ALIGNMENT, 0, placed);
        }
    }

    /** Collects the fields of a table; each takes four bytes. */
    static final class Table {
        private final TreeMap<Integer, Integer> numbers = new TreeMap<>();
        private final TreeMap<Integer, Reference> links = new TreeMap<>();

        Table number(int field, int value) {
            numbers.put(field, value);
            return this;
        }

        Table real(int field, float value) {
            return number(field, Float.floatToRawIntBits(value));
        }

        Table part(int field, FlatPart part) {
            numbers.put(field, 0);
            links.put(field, new Reference(0, part, 0));
            return this;
        }

        /** @param address in the older buffer; 0 leaves the field out */
        Table old(int field, int address) {
            if (address != 0) {
                numbers.put(field, 0);
                links.put(field, new Reference(0, null, address));
            }
            return this;
        }

        /** Its list of offsets of the fields first, then the table. */
        FlatPart build() {
            int slots = numbers.isEmpty() ? 0 : numbers.lastKey() + 1;
            int listBytes = Short.BYTES * (slots + 2);
            int padding = listBytes % SCALAR_ALIGNMENT;
            int anchor = padding + listBytes;
            int tableBytes = Integer.BYTES * (numbers.size() + 1);
            byte[] content = new byte[anchor + tableBytes];
            ByteBuffer view = view(content);
            view.position(padding);
            view.putShort((short) listBytes).putShort((short) tableBytes);
            view.putInt(anchor, listBytes);
            List<Reference> references = new ArrayList<>();
            int next = Integer.BYTES;
            for (int field : numbers.keySet()) {
                view.putShort(padding + Short.BYTES * (field + 2), (short) next);
                view.putInt(anchor + next, numbers.get(field));
                Reference link = links.get(field);
                if (link != null) {
                    references.add(new Reference(anchor + next, link.part, link.old));
                }
                next += Integer.BYTES;
            }
            return new FlatPart(content, anchor, SCALAR_ALIGNMENT, 0, references);
        }
    }

    /**
     * A buffer with a root table and everything that it leads to, and behind that an older buffer.
     *
     * @param identifier four characters
     */
    static byte[] file(FlatPart root, String identifier, byte[] old) {
        List<FlatPart> parts = new ArrayList<>();
        root.collect(parts);
        int end = 2 * Integer.BYTES;
        for (FlatPart part : parts) {
            part.address = part.place(end);
            end = part.address + part.content.length;
        }
        int oldAddress = (end + 15) / 16 * 16;
        byte[] file = new byte[Math.addExact(oldAddress, old.length)];
        ByteBuffer view = view(file);
        view.putInt(root.address + root.anchor).put(identifier.getBytes(StandardCharsets.US_ASCII));
        for (FlatPart part : parts) {
            view.position(part.address).put(part.content);
            for (Reference reference : part.references) {
                int from = part.address + reference.position;
                int to = reference.part == null
                        ? oldAddress + reference.old
                        : reference.part.address + reference.part.anchor;
                view.putInt(from, to - from);
            }
        }
        view.position(oldAddress).put(old);
        return file;
    }

    /** Parents first, as offsets lead forwards only. */
    private void collect(List<FlatPart> parts) {
        parts.add(this);
        for (Reference reference : references) {
            if (reference.part != null) {
                reference.part.collect(parts);
            }
        }
    }

    private int place(int end) {
        int start = end;
        while ((start + anchor + alignedFrom) % alignment != 0) {
            start++;
        }
        return start;
    }
}
