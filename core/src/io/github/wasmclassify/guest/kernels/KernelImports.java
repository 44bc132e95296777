package io.github.wasmclassify.guest.kernels;

import static com.dylibso.chicory.wasm.types.ValType.F32;
import static com.dylibso.chicory.wasm.types.ValType.I32;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The imports of the module {@code kernels}, version 1, as a guest declares them in {@code wasm/src/kernels/host.rs}.
 */
public final class KernelImports {
    public static final String MODULE = "kernels";
    private static final long[] NOTHING = {};

    private final Kernels kernels;
    private final Function<Instance, byte[]> memory;
    private final BiConsumer<Instance, OutOfMemoryError> refusal;

    private KernelImports(
            Kernels kernels, Function<Instance, byte[]> memory, BiConsumer<Instance, OutOfMemoryError> refusal) {
        this.kernels = kernels;
        this.memory = memory;
        this.refusal = refusal;
    }

    /**
     * The imports of one guest.
     *
     * @param memory finds the guest's memory, anew at each call, as it is another array once it has grown
     * @param refusal is told when Java has no memory for what a kernel needs
     */
    public static HostFunction[] of(
            Kernels kernels, Function<Instance, byte[]> memory, BiConsumer<Instance, OutOfMemoryError> refusal) {
        return new KernelImports(kernels, memory, refusal).functions();
    }

    private HostFunction[] functions() {
        return new HostFunction[] {
            new HostFunction(MODULE, "pack", FunctionType.of(List.of(I32), List.of(I32)), this::pack),
            procedure(
                    "convolve",
                    (bytes, a) -> kernels.convolve(bytes, (int) a[0], (int) a[1], (int) a[2], (int) a[3], (int) a[4]),
                    I32,
                    I32,
                    I32,
                    I32,
                    I32),
            procedure(
                    "depthwise",
                    (bytes, a) -> kernels.depthwise(bytes, (int) a[0], (int) a[1], (int) a[2], (int) a[3]),
                    I32,
                    I32,
                    I32,
                    I32),
            procedure(
                    "pool",
                    (bytes, a) -> kernels.pool(bytes, (int) a[0], (int) a[1], (int) a[2], (int) a[3]),
                    I32,
                    I32,
                    I32,
                    I32),
            procedure(
                    "binary",
                    (bytes, a) -> kernels.binary(
                            bytes, (int) a[0], (int) a[1], (int) a[2], (int) a[3], (int) a[4], (int) a[5]),
                    I32,
                    I32,
                    I32,
                    I32,
                    I32,
                    I32),
            procedure(
                    "unary",
                    (bytes, a) -> kernels.unary(
                            bytes, (int) a[0], f32(a[1]), f32(a[2]), f32(a[3]), (int) a[4], (int) a[5], (int) a[6]),
                    I32,
                    F32,
                    F32,
                    F32,
                    I32,
                    I32,
                    I32),
            procedure(
                    "mean",
                    (bytes, a) -> kernels.mean(bytes, (int) a[0], (int) a[1], (int) a[2], (int) a[3]),
                    I32,
                    I32,
                    I32,
                    I32),
            procedure(
                    "multiply",
                    (bytes, a) -> kernels.multiply(bytes, (int) a[0], (int) a[1], (int) a[2], (int) a[3]),
                    I32,
                    I32,
                    I32,
                    I32),
            procedure(
                    "softmax",
                    (bytes, a) -> kernels.softmax(bytes, (int) a[0], (int) a[1], (int) a[2], (int) a[3]),
                    I32,
                    I32,
                    I32,
                    I32),
            procedure("normalise", (bytes, a) -> kernels.normalise(bytes, (int) a[0]), I32),
            procedure("resize", (bytes, a) -> kernels.resize(bytes, (int) a[0]), I32),
        };
    }

    /** A guest that gets -1 says that there is no memory for the model. */
    private long[] pack(Instance instance, long... arguments) {
        try {
            return new long[] {kernels.pack(memory.apply(instance), (int) arguments[0])};
        } catch (OutOfMemoryError e) {
            refusal.accept(instance, e);
            return new long[] {-1};
        }
    }

    private HostFunction procedure(String name, Procedure procedure, ValType... parameters) {
        return new HostFunction(
                MODULE, name, FunctionType.of(List.of(parameters), List.of()), (instance, arguments) -> {
                    try {
                        procedure.call(memory.apply(instance), arguments);
                        return NOTHING;
                    } catch (OutOfMemoryError e) {
                        refusal.accept(instance, e);
                        throw Bytes.trap("no memory for " + name);
                    }
                });
    }

    private static float f32(long value) {
        return Float.intBitsToFloat((int) value);
    }

    private interface Procedure {
        void call(byte[] memory, long[] arguments);
    }
}
