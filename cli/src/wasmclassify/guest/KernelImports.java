package wasmclassify.guest;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.Collections;
import java.util.List;
import wasmclassify.guest.kernels.Kernels;

/** The import module {@code kernels}, version 1, which {@code wasm/src/kernels/host.rs} declares: calls of the guest become calls of Java. */
final class KernelImports {
    static final String MODULE = "kernels";

    private KernelImports() {}

    static ImportFunction[] of(Kernels kernels) {
        return new ImportFunction[] {
            function("pack", words(1), true, (memory, a) -> kernels.pack(memory, i(a[0]))),
            function("convolve", words(5), (memory, a) -> kernels.convolve(memory, i(a[0]), i(a[1]), i(a[2]), i(a[3]), i(a[4]))),
            function("depthwise", words(4), (memory, a) -> kernels.depthwise(memory, i(a[0]), i(a[1]), i(a[2]), i(a[3]))),
            function("pool", words(4), (memory, a) -> kernels.pool(memory, i(a[0]), i(a[1]), i(a[2]), i(a[3]))),
            function("binary", words(6), (memory, a) -> kernels.binary(memory, i(a[0]), i(a[1]), i(a[2]), i(a[3]), i(a[4]), i(a[5]))),
            function("unary", List.of(ValType.I32, ValType.F32, ValType.F32, ValType.I32, ValType.I32, ValType.I32),
                    (memory, a) -> kernels.unary(memory, i(a[0]), f(a[1]), f(a[2]), i(a[3]), i(a[4]), i(a[5]))),
            function("mean", words(4), (memory, a) -> kernels.mean(memory, i(a[0]), i(a[1]), i(a[2]), i(a[3]))),
            function("resize", words(1), (memory, a) -> kernels.resize(memory, i(a[0]))),
        };
    }

    private static ImportFunction function(String name, List<ValType> parameters, Action action) {
        return function(name, parameters, false, (memory, arguments) -> {
            action.run(memory, arguments);
            return 0;
        });
    }

    private static ImportFunction function(String name, List<ValType> parameters, boolean answers, Question question) {
        FunctionType type = FunctionType.of(parameters, answers ? List.of(ValType.I32) : List.of());
        return new HostFunction(MODULE, name, type, (instance, arguments) -> {
            int answer = question.ask(memory(instance), arguments);
            return answers ? new long[] {answer} : null;
        });
    }

    /** The guest's memory as it is now: it is replaced when the guest grows. */
    private static byte[] memory(Instance instance) {
        return ((FlatMemory) instance.memory()).bytes();
    }

    private static List<ValType> words(int count) {
        return Collections.nCopies(count, ValType.I32);
    }

    private static int i(long argument) {
        return (int) argument;
    }

    private static float f(long argument) {
        return Float.intBitsToFloat((int) argument);
    }

    private interface Action {
        void run(byte[] memory, long[] arguments);
    }

    private interface Question {
        int ask(byte[] memory, long[] arguments);
    }
}
