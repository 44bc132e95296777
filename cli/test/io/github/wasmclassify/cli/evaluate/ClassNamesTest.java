package io.github.wasmclassify.cli.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.wasmclassify.cli.error.InputException;
import io.github.wasmclassify.model.labels.Labels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What texts mean, with labels that collide. */
class ClassNamesTest {
    private static final ClassNames NAMES = new ClassNames(new Labels(
            "birds.txt",
            List.of(
                    "crane",
                    "Grus grus, crane",
                    "black stork, Ciconia nigra",
                    "heron, stork",
                    "5",
                    "egret",
                    "bittern, marsh hen",
                    "coot, marsh hen")));

    private static Map<String, Integer> resolve(String text) {
        return NAMES.resolve(Map.of(text, "here"));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            black stork, Ciconia nigra => 2
            ciconia NIGRA              => 2
            Black_Stork                => 2
            crane                      => 0
            Grus grus                  => 1
            5                          => 4
            7                          => 7
            """)
    void aLabelGoesBeforeASynonymAndANameBeforeAnIndex(String text, int classIndex) {
        assertEquals(Map.of(text, classIndex), resolve(text));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            marsh hen => here: several classes are named `marsh hen`; use an index instead: 6, 7
            herron    => here: the model has no class `herron`; did you mean `heron`?
            Blackstork => here: the model has no class `Blackstork`; did you mean `black stork`?
            8         => here: the model has no class `8`; its 8 classes are those of birds.txt; use a name, or an index from 0 to 7
            penguin   => here: the model has no class `penguin`; its 8 classes are those of birds.txt; use a name, or an index from 0 to 7
            """)
    void whatMeansNoClassOrSeveralIsRefused(String text, String message) {
        assertEquals(
                message, assertThrows(InputException.class, () -> resolve(text)).getMessage());
    }
}
