package io.github.wasmclassify.guest;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.CompiledModule;
import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.MutabilityType;
import io.github.wasmclassify.error.ModuleException;
import io.github.wasmclassify.file.FileBytes;
import io.github.wasmclassify.guest.kernels.KernelImports;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A WebAssembly module compiled to JVM bytecode, of which any number of guests can be made. */
public final class GuestModule {
    private static final int LARGEST_FILE = 256 << 20;
    /** For the project's own modules, which the build has validated. */
    private static final Parser UNCHECKED =
            Parser.builder().withValidation(false).build();

    /** Made when it is first asked for. */
    private static GuestModule withHostKernels;

    private final String name;
    /** Absent for a user's own module. */
    private final Optional<String> file;

    private final WasmModule module;
    private final Function<Instance, Machine> machineFactory;

    private GuestModule(
            String name, Optional<String> file, WasmModule module, Function<Instance, Machine> machineFactory) {
        this.name = name;
        this.file = file;
        this.module = module;
        this.machineFactory = machineFactory;
    }

    /** The project's own module, which was compiled when the project was built; it computes everything by itself. */
    public static GuestModule bundled() {
        return bundled("the bundled module", "classifier.wasm", new BundledGuest());
    }

    /** The project's own module that leaves its kernels to the host. */
    public static synchronized GuestModule bundledWithHostKernels() {
        if (withHostKernels == null) {
            withHostKernels = bundled(
                    "the bundled module for host kernels", "classifier-kernels.wasm", new BundledKernelsGuest());
        }
        return withHostKernels;
    }

    /** The SHA-256 of each of the project's modules, by its file's name. */
    public static Map<String, String> digests() {
        Map<String, String> digests = new LinkedHashMap<>();
        try (InputStream in = GuestModule.class.getResourceAsStream("modules.sha256")) {
            new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(line -> line.split(" +"))
                    .filter(words -> words[1].endsWith(".wasm"))
                    .forEach(words -> digests.put(words[1], words[0]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return digests;
    }

    private static GuestModule bundled(String name, String file, CompiledModule compiled) {
        String module = compiled.getClass().getSimpleName() + ".meta";
        try (InputStream in = compiled.getClass().getResourceAsStream(module)) {
            WasmModule parsed = UNCHECKED.parse(() -> in);
            return new GuestModule(name, Optional.of(file), parsed, compiled.machineFactory());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Identifies this module and this build of the program; empty for a user's own module. */
    public Optional<String> identity() {
        return file.map(bundled -> bundled + " " + digests().get(bundled) + " " + Program.state());
    }

    /**
     * Compiles a module now, which takes seconds. A function that is too large for a JVM method is interpreted, with
     * Chicory's warning.
     *
     * @throws ModuleException if the file cannot be read or is no WebAssembly module
     */
    public static GuestModule compile(Path file) {
        try {
            WasmModule module = Parser.parse(FileBytes.read(file, LARGEST_FILE));
            var compiler = MachineFactoryCompiler.builder(module).withInterpreterFallback(InterpreterFallback.WARN);
            return new GuestModule("module `" + file + "`", Optional.empty(), module, compiler.compile());
        } catch (IOException | ChicoryException e) {
            throw new ModuleException("module `" + file + "`: " + e.getMessage(), e);
        }
    }

    /**
     * A fresh instance; {@code _start} is not run.
     *
     * @param expectedHeap how much the guest is expected to allocate, in bytes. {@link FlatMemory} gets room for it at
     *     once, because growing copies it
     * @param memoryLimit in bytes, rounded down to whole pages
     */
    Instance instantiate(ImportValues imports, long expectedHeap, long memoryLimit) {
        int pageLimit = pages(memoryLimit);
        int heapPages = (int) Math.min(pageLimit, expectedHeap / Memory.PAGE_SIZE);
        return instantiate(imports, declared -> memory(declared, heapPages, pageLimit));
    }

    /** A copy of another instance. Memory and globals are all the state that our guests ever change. */
    Instance restore(ImportValues imports, GuestSnapshot snapshot, long memoryLimit) {
        Instance instance = instantiate(imports, declared -> {
            int most = Math.min(declared.maximumPages(), pages(memoryLimit));
            var limits = new MemoryLimits(pages(snapshot.memory().length()), most, declared.shared());
            return new FlatMemory(limits, snapshot.memory());
        });
        List<GlobalInstance> globals = mutableGlobals(instance);
        for (int i = 0; i < globals.size(); i++) {
            globals.get(i).setValue(snapshot.globals().get(i));
        }
        return instance;
    }

    /** The values that {@link #restore} sets. */
    static List<Long> globals(Instance instance) {
        return mutableGlobals(instance).stream().map(GlobalInstance::getValue).toList();
    }

    private static List<GlobalInstance> mutableGlobals(Instance instance) {
        return IntStream.range(0, instance.globalCount())
                .mapToObj(instance::global)
                .filter(global -> global.getMutabilityType() == MutabilityType.Var)
                .toList();
    }

    private Instance instantiate(ImportValues imports, Function<MemoryLimits, Memory> memoryFactory) {
        return Instance.builder(module)
                .withMachineFactory(machineFactory)
                .withMemoryFactory(memoryFactory)
                .withImportValues(imports)
                .withStart(false)
                .build();
    }

    private static int pages(long bytes) {
        return (int) (bytes / Memory.PAGE_SIZE);
    }

    /** Whether guests of this module import the host's kernels. */
    public boolean needsKernels() {
        return module.importSection().stream()
                .anyMatch(declared -> declared.module().equals(KernelImports.MODULE));
    }

    /** For messages. */
    @Override
    public String toString() {
        return name;
    }

    private FlatMemory memory(MemoryLimits declared, int heapPages, int pageLimit) {
        try {
            return new FlatMemory(sized(declared, heapPages, pageLimit));
        } catch (OutOfMemoryError e) { // Java cannot provide what was expected; perhaps less is enough
            return new FlatMemory(sized(declared, 0, pageLimit));
        }
    }

    private MemoryLimits sized(MemoryLimits declared, int heapPages, int pageLimit) {
        if (declared.initialPages() > pageLimit) {
            throw new ModuleException(
                    this + " starts with " + declared.initialPages() + " pages of memory, the limit is " + pageLimit);
        }
        int maximum = Math.min(declared.maximumPages(), pageLimit);
        int initial = Math.min(declared.initialPages() + heapPages, maximum);
        return new MemoryLimits(initial, maximum, declared.shared());
    }
}
