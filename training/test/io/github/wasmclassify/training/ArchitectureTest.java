package io.github.wasmclassify.training;

import io.github.wasmclassify.testing.Architecture;
import org.junit.jupiter.api.Test;

/** How the packages of this module may use each other. */
class ArchitectureTest {
    @Test
    void packagesUseOnlyLowerOnes() {
        Architecture.requireDownwards(Architecture.module());
    }
}
