package io.github.wasmclassify.guest.kernels;

/**
 * The operation that the results of a convolution go through while they are still in the cache, with its parameters:
 * see {@link Kernels#unary}.
 */
record Finish(int op, float alpha, float beta, float gamma) {
    private static final int NO_OP = -1;

    static final Finish NONE = new Finish(NO_OP, 0, 0, 0);
    /** Words of 4 bytes that one takes in a guest's memory. */
    static final int WORDS = 4;

    /** Reads the guest's words; traps where they name no operation. */
    static Finish read(byte[] memory, int address) {
        var finish = new Finish(
                Bytes.i32(memory, address),
                Bytes.f32(memory, address + 4),
                Bytes.f32(memory, address + 8),
                Bytes.f32(memory, address + 12));
        if (!finish.isNone()) {
            Operations.requireUnary(finish.op);
        }
        return finish;
    }

    boolean isNone() {
        return op == NO_OP;
    }

    /** Applies it to so many floats in a guest's memory. */
    void apply(byte[] memory, int at, int length) {
        if (!isNone()) {
            Activation.apply(memory, op, alpha, beta, gamma, at, at, length);
        }
    }

    /** The same without vectors. */
    void applyPlain(float[] values) {
        if (!isNone()) {
            PlainActivation.apply(op, alpha, beta, gamma, values);
        }
    }
}
