package io.github.wasmclassify.cli.report;

import io.github.wasmclassify.cli.batch.Outcome;
import io.github.wasmclassify.cli.batch.OutcomeListener;
import io.github.wasmclassify.cli.batch.Tally;
import io.github.wasmclassify.cli.error.OutputException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Writes the features of all pictures as one array of 32-bit floats, one row per picture, in NumPy's format (version
 * 1.0, numpy.lib.format). It begins with the number of rows, so they wait in a temporary file until they are counted.
 */
final class FeatureArray implements OutcomeListener {
    private static final int ALIGNMENT = 64;
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

    private final ResultOutput output;
    private final int width;
    private final Path rows;
    private final OutputStream stream;
    private long count;

    FeatureArray(ResultOutput output, int width) {
        this.output = output;
        this.width = width;
        try {
            rows = Files.createTempFile("wasm-classify", ".rows");
            stream = new BufferedOutputStream(Files.newOutputStream(rows));
        } catch (IOException e) {
            throw new OutputException("cannot write a temporary file: " + e.getMessage(), e);
        }
    }

    @Override
    public void add(Outcome outcome) {
        float[] row = new float[width];
        Arrays.fill(row, Float.NaN);
        if (outcome instanceof Outcome.Classified done) {
            row = done.result().features();
        }
        ByteBuffer bytes = ByteBuffer.allocate(width * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(row);
        try {
            stream.write(bytes.array());
        } catch (IOException e) {
            throw new OutputException("cannot write a temporary file: " + e.getMessage(), e);
        }
        count++;
    }

    @Override
    public void end(Tally tally) {
        try {
            stream.close();
            output.stream().write(header());
            Files.copy(rows, output.stream());
        } catch (IOException e) {
            throw new OutputException("cannot copy a temporary file: " + e.getMessage(), e);
        }
        output.flush();
    }

    private byte[] header() {
        String shape = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + count + ", " + width + "), }";
        int length = MAGIC.length + Short.BYTES + shape.length() + 1;
        int padding = (ALIGNMENT - length % ALIGNMENT) % ALIGNMENT;
        ByteBuffer header = ByteBuffer.allocate(length + padding).order(ByteOrder.LITTLE_ENDIAN);
        header.put(MAGIC).putShort((short) (length + padding - MAGIC.length - Short.BYTES));
        header.put((shape + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII));
        return header.array();
    }

    @Override
    public void close() {
        try {
            stream.close();
            Files.deleteIfExists(rows);
        } catch (IOException e) {
            rows.toFile().deleteOnExit();
        }
    }
}
