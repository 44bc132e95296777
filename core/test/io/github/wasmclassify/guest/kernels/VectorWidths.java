package io.github.wasmclassify.guest.kernels;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Kernels at each width that this machine has. The width is a constant of the classes, so every width has the package's
 * classes once more, under a loader of its own; the interface {@link Kernels} is the only one that all share.
 */
final class VectorWidths {
    /** The width of a float alone, for kernels without vectors. */
    private static final int NONE = 32;

    private static final Map<Integer, Loader> LOADERS = new ConcurrentHashMap<>();

    private VectorWidths() {}

    /** No vectors, 128 bits, and those of 256 and 512 that the JVM prefers here or could. */
    static Stream<Integer> all() {
        assumeTrue(
                KernelProvider.missing().isEmpty(),
                () -> KernelProvider.missing().get());
        return Stream.of(NONE, 128, 256, 512).filter(bits -> bits <= Lanes.WIDTH * Byte.SIZE);
    }

    /** Fresh kernels with no weights. */
    static Kernels kernels(int bits, int threads) {
        try {
            Loader loader = LOADERS.computeIfAbsent(bits, VectorWidths::load);
            Class<?> store = loader.loadClass(WeightStore.class.getName());
            Class<?> provider = loader.loadClass(KernelProvider.class.getName());
            Object made = bits == NONE
                    ? provider.getMethod("plain", int.class).invoke(null, threads)
                    : provider.getConstructor(int.class).newInstance(threads);
            return (Kernels) provider.getMethod("kernels", store)
                    .invoke(made, store.getConstructor().newInstance());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Loader load(int bits) {
        var loader = new Loader(bits);
        if (bits == NONE) {
            return loader;
        }
        System.setProperty(Lanes.WIDTH_PROPERTY, String.valueOf(bits));
        try {
            Field width = Class.forName(Lanes.class.getName(), true, loader).getDeclaredField("WIDTH");
            width.setAccessible(true);
            if (width.getInt(null) * Byte.SIZE != bits) {
                throw new IllegalStateException("asked for " + bits + " bits, got " + width.getInt(null) * Byte.SIZE);
            }
            return loader;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        } finally {
            System.clearProperty(Lanes.WIDTH_PROPERTY);
        }
    }

    private static final class Loader extends ClassLoader {
        private static final String PACKAGE = Kernels.class.getPackageName() + ".";

        private final boolean hasVectors;

        Loader(int bits) {
            super("vectors of " + bits + " bits", Kernels.class.getClassLoader());
            hasVectors = bits != NONE;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!hasVectors && name.startsWith("jdk.incubator.vector.")) {
                throw new ClassNotFoundException(name + " is not for kernels without vectors");
            }
            if (!name.startsWith(PACKAGE) || name.equals(Kernels.class.getName())) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] code = in.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
