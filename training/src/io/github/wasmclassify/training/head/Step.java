package io.github.wasmclassify.training.head;

/**
 * One operation of a {@link Head}. Its operands are values: 0 has the features, 1 what the first step computes, and so
 * on. All are rows, one for each picture of a batch.
 */
public sealed interface Step {
    /**
     * The product of a value and a matrix, plus a row.
     *
     * @param operand the value
     * @param weights of each output, one for each input
     * @param bias of each output
     */
    record Dense(int operand, float[][] weights, float[] bias) implements Step {}

    /** The sum of a value and a row of constants. */
    record Shift(int operand, float[] row) implements Step {}

    /** The product, element by element, of a value and a row of constants. */
    record Scale(int operand, float[] row) implements Step {}

    /** The sum of two values. */
    record Sum(int left, int right) implements Step {}

    /** The product of two values, element by element. */
    record Product(int left, int right) implements Step {}

    /** The softmax of a value. */
    record Softmax(int operand) implements Step {}
}
