package io.github.wasmclassify.server.v2;

/** The types of tensors that are spoken here, by the protocol's names. */
enum Datatype {
    /** Each element a picture's file, or a text. */
    BYTES,
    FP32,
    UINT8
}
