package io.github.wasmclassify.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelNameTest {
    @ParameterizedTest
    @CsvSource({
        "birds.tflite, birds",
        "models/Garden Birds.ONNX, garden-birds",
        "mobilenet_v2_1.0_224.pb, mobilenet_v2_1.0_224",
        "Alice's birds (2).onnx, alice-s-birds-2-"
    })
    void aFileGivesItsModelAName(String file, String name) {
        assertEquals(name, ModelName.ofFile(Path.of(file)));
        assertTrue(ModelName.isOne(name));
    }

    @Test
    void aFileWithoutAStemGivesNone() {
        assertFalse(ModelName.isOne(ModelName.ofFile(Path.of(".onnx"))));
        assertFalse(ModelName.isOne(ModelName.ofFile(Path.of("/"))));
    }
}
