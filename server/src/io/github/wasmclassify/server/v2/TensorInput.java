package io.github.wasmclassify.server.v2;

import java.util.List;

/**
 * A request's tensor.
 *
 * @param elements of {@link Datatype#BYTES}
 * @param numbers of the other types, row-major
 */
record TensorInput(Datatype datatype, List<Long> shape, List<byte[]> elements, float[] numbers) {}
