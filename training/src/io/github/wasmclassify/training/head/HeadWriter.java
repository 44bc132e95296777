package io.github.wasmclassify.training.head;

import io.github.wasmclassify.error.ModelException;
import java.io.IOException;
import java.io.OutputStream;

/** Writes a base model with a new head in place of its own last layers, in the base model's format. */
public final class HeadWriter {
    private HeadWriter() {}

    /** The extension of the files of a format, with its dot. */
    public static String extension(BaseModel base) {
        return Format.of(base).extension;
    }

    /**
     * @throws ModelException if a head cannot be put into such a file
     * @throws IOException if it cannot be written
     */
    public static void write(BaseModel base, Head head, OutputStream out) throws IOException {
        try {
            switch (Format.of(base)) {
                case ONNX -> new OnnxHead(base, head).build().writeTo(out);
                case FROZEN_GRAPH -> new FrozenGraphHead(base, head).build().writeTo(out);
                case TFLITE -> out.write(new TfliteHead(base, head).build());
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw base.failure("its file cannot be taken apart: " + e.getMessage(), e);
        }
    }

    private enum Format {
        ONNX(".onnx"),
        FROZEN_GRAPH(".pb"),
        TFLITE(".tflite");

        private final String extension;

        Format(String extension) {
            this.extension = extension;
        }

        /** By the names that the guest gives them. */
        static Format of(BaseModel base) {
            return switch (base.description().format()) {
                case "ONNX" -> ONNX;
                case "TensorFlow frozen graph" -> FROZEN_GRAPH;
                case "TensorFlow Lite" -> TFLITE;
                default -> throw base.failure("files of its format cannot be written", null);
            };
        }
    }
}
