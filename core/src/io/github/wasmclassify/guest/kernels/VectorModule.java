package io.github.wasmclassify.guest.kernels;

/**
 * The incubator module with the Vector API. The JVM has it where it was started with {@code --add-modules
 * jdk.incubator.vector}; but then it prints a warning to stderr before any Java code runs, which no option silences,
 * and it starts 40 ms later.
 *
 * <p>So it is loaded here when it is needed, in the way in which the JVM loads its own management agent: by the JDK's
 * internal {@code Modules.loadModule}, into a layer above the boot layer but by the JVM's own class loaders, without
 * which HotSpot would not compile vectors to instructions. {@code java -jar wasm-classify.jar} may call it because the
 * jar's manifest says {@code Add-Exports}. Another JVM may not, and neither may one where it has gone: there the option
 * is needed.
 */
final class VectorModule {
    static final String NAME = "jdk.incubator.vector";

    private static final boolean THERE = ModuleLayer.boot().findModule(NAME).isPresent() || load();

    private VectorModule() {}

    /** Whether its classes can be used from now on. */
    static boolean isThere() {
        return THERE;
    }

    private static boolean load() {
        try {
            Class<?> modules = Class.forName("jdk.internal.module.Modules");
            return modules.getMethod("loadModule", String.class).invoke(null, NAME) != null;
        } catch (ReflectiveOperationException e) {
            return false; // not ours to call, or not in this JDK
        }
    }
}
