package io.github.wasmclassify.file;

/** Bytes whose number is known before they are read to where they are needed. */
public interface Content {
    int size();

    /**
     * Reads them all.
     *
     * @param target receives {@link #size} bytes from {@code offset} on
     * @throws io.github.wasmclassify.error.ClassifierException if they cannot be read, or are not what they should be
     */
    void readInto(byte[] target, int offset);

    /** What is in memory already. */
    static Content of(byte[] bytes) {
        return new Content() {
            @Override
            public int size() {
                return bytes.length;
            }

            @Override
            public void readInto(byte[] target, int offset) {
                System.arraycopy(bytes, 0, target, offset, bytes.length);
            }
        };
    }
}
