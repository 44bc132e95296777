package wasmclassify.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wasmclassify.error.ModelException;
import wasmclassify.model.card.ModelCard;

class LabelsTest {
    @TempDir
    Path folder;

    private Labels labels(String content) throws Exception {
        return Labels.read(Files.writeString(folder.resolve("labels.txt"), content));
    }

    @Test
    void lineEndingsMarksAndAnEmptyEndDoNotMatter() throws Exception {
        assertEquals(List.of("chat", "été"), labels("\uFEFFchat\r\nété\r\n\r\n").names());
    }

    @Test
    void anEmptyLineInsideIsAClassWithoutAName() throws Exception {
        assertEquals(List.of("", "orange"), labels("\norange").names());
    }

    @Test
    void anotherNumberOfClassesIsRefusedWithBothNumbers() throws Exception {
        Labels three = labels("a\nb\nc\n");

        ModelException e = assertThrows(ModelException.class, () -> three.require(4));

        assertEquals("label file `" + folder.resolve("labels.txt")
                + "` has 3 labels but the model has 4 classes; give the model's own labels with --labels FILE", e.getMessage());
    }

    @Test
    void textInAnotherEncodingIsRefused() throws Exception {
        Path latin1 = Files.write(folder.resolve("latin1.txt"), "été".getBytes(StandardCharsets.ISO_8859_1));

        ModelException e = assertThrows(ModelException.class, () -> Labels.read(latin1));

        assertEquals("label file `" + latin1 + "`: not UTF-8 text", e.getMessage());
    }

    @Test
    void imageNetHasABackgroundClassOnlyAmong1001() {
        LabelSource labels = new LabelSource(ModelCard.EMPTY, Optional.empty(), folder);

        assertEquals("background", labels.of(1001).names().get(0));
        assertEquals("tench, Tinca tinca", labels.of(1001).names().get(1));
        assertEquals("tench, Tinca tinca", labels.of(1000).names().get(0));
        assertEquals(1000, labels.of(1000).names().size());
        assertEquals(200, labels.of(200).names().size());
    }

    @Test
    void aWordNetIdMeansTheSameInBothBundledModels() throws Exception {
        LabelSource labels = new LabelSource(ModelCard.EMPTY, Optional.empty(), folder);
        Labels pocket = labels.of(200);

        for (Labels imageNet : List.of(labels.of(1000), labels.of(1001))) {
            assertEquals(imageNet.names().size(), imageNet.wordNetIds().size());
            for (int i = 0; i < 200; i++) {
                int there = imageNet.wordNetIds().indexOf(pocket.wordNetIds().get(i));
                assertEquals(pocket.names().get(i), imageNet.names().get(there));
            }
        }
        assertEquals(List.of(), labels("orange\n").wordNetIds());
    }
}
