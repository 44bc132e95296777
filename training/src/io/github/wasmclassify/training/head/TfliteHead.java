package io.github.wasmclassify.training.head;

/** A TensorFlow Lite model with a new head. */
final class TfliteHead {
    private final BaseModel base;
    private final Head head;

    TfliteHead(BaseModel base, Head head) {
        this.base = base;
        this.head = head;
    }

    byte[] build() {
        throw base.failure("files of its format cannot be written yet " + head.width(), null);
    }
}
