package io.github.wasmclassify.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The order of the project's packages. */
public final class Architecture {
    private static final String ROOT = "io.github.wasmclassify";

    /** From the lowest to the highest. A package may only use itself and those before it, so there is no cycle. */
    private static final List<String> LAYERS = List.of(
            "",
            // core
            ".error",
            ".text",
            ".file",
            ".image",
            ".model.cache",
            ".model.card",
            ".model.labels",
            ".model.beside",
            ".model",
            ".guest.kernels",
            ".guest",
            ".snapshot",
            ".classify",
            ".result",
            ".worker",
            // net
            ".net",
            ".net.download",
            // server
            ".server.http",
            ".server.metrics",
            ".server.models",
            ".server.classify",
            ".server.v2",
            ".server.page",
            ".server",
            // training
            ".training.fit",
            ".training.head",
            ".training",
            // cli
            ".cli.error",
            ".cli.text",
            ".cli.file",
            ".cli.models",
            ".cli.input",
            ".cli.batch",
            ".cli.sort",
            ".cli.evaluate",
            ".cli.report",
            ".cli.report.evaluation",
            ".cli.train",
            ".cli.bench",
            ".cli.doctor",
            ".cli.warmup",
            ".cli.help.completion",
            ".cli.help",
            ".cli.serve",
            ".cli.command",
            // spark
            ".spark");

    private Architecture() {}

    /**
     * The classes of the module whose tests run, without the compiled guests, which are large and use nothing of ours.
     */
    public static JavaClasses module() {
        // the names of what a class uses are enough, and libraries are large
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(location -> !location.contains("/guest/Bundled"))
                .importPath(Path.of("target/classes"));
        assertFalse(classes.isEmpty(), "no classes in target/classes");
        return classes;
    }

    /** Fails where a class uses one of a higher package. */
    public static void requireDownwards(JavaClasses classes) {
        List<String> upwards = classes.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(Architecture::isUpwards)
                .map(Dependency::getDescription)
                .toList();
        assertEquals(List.of(), upwards, "dependencies on a higher package");
    }

    /**
     * Fails where a package of the module whose tests run has no {@code package-info.java} that says what it is for.
     */
    public static void requireDescribedPackages() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            List<Path> undescribed = files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
                    .toList();
            assertEquals(List.of(), undescribed, "packages without package-info.java");
        }
    }

    private static boolean isUpwards(Dependency dependency) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        return isOurs(target) && layer(target) > layer(dependency.getOriginClass());
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().startsWith(ROOT);
    }

    private static int layer(JavaClass type) {
        int layer = LAYERS.indexOf(type.getPackageName().substring(ROOT.length()));
        if (layer < 0) {
            throw new AssertionError(type.getPackageName() + " has no place among the layers");
        }
        return layer;
    }
}
