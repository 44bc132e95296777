package io.github.wasmclassify.cli.models;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.cli.report.ByteCount;
import io.github.wasmclassify.model.Catalogue;
import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.ModelCard;
import io.github.wasmclassify.testing.TestFiles;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of models for readers and the catalogue say the same. */
class ModelsTableTest {
    private static Stream<String> names() {
        return Catalogue.bundled().cards().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void theTableForReadersHasEveryModel(String name) throws Exception {
        ModelCard card = Catalogue.bundled().find(name).orElseThrow();
        String size = card.number(CardField.BYTES).stream()
                .mapToObj(ByteCount::text)
                .findFirst()
                .orElse("");
        String row = Stream.of(
                        "`" + name + "`",
                        text(card, CardField.DESCRIPTION),
                        text(card, CardField.FORMAT),
                        text(card, CardField.INPUT_SIZE),
                        text(card, CardField.TOP_1),
                        size,
                        text(card, CardField.LICENCE),
                        text(card, CardField.TESTED).equals("true") ? "yes" : "")
                .collect(Collectors.joining(" | ", "| ", " |"));

        List<String> lines = Files.readAllLines(TestFiles.ROOT.resolve("models/README.md"));

        assertTrue(lines.contains(row), () -> "models/README.md lacks " + row);
    }

    private static String text(ModelCard card, CardField field) {
        return card.text(field).orElse("");
    }
}
