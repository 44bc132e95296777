package wasmclassify.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wasmclassify.TestFiles;
import wasmclassify.error.ModelException;
import wasmclassify.model.cache.Digest;
import wasmclassify.model.card.CardField;

class CatalogueTest {
    @Test
    void everyModelSaysWhatAUserAsksAndHowItsFileIsChecked() {
        Catalogue.bundled().cards().forEach((name, card) -> {
            for (CardField field : new CardField[] {CardField.DESCRIPTION, CardField.FORMAT, CardField.INPUT_SIZE, CardField.CLASSES,
                CardField.LABELS, CardField.LICENCE, CardField.DIGEST}) {
                assertTrue(card.text(field).isPresent(), name + " has no " + field.key());
            }
            Digest.parse(card.text(CardField.DIGEST).orElseThrow());
            assertTrue(name.equals(Model.POCKET) || card.text(CardField.SOURCE).orElseThrow().startsWith("https://"));
        });
        assertEquals(9, Catalogue.bundled().cards().size());
    }

    @Test
    void theBuiltInModelIsTheFileThatTheCatalogueSpeaksOf() throws Exception {
        Integrity integrity = new Integrity(Catalogue.bundled().find(Model.POCKET).orElseThrow());

        assertTrue(integrity.problem(TestFiles.ROOT.resolve("models/pocket.pb")).isEmpty());
    }

    @Test
    void whatIsWrongInAUsersCatalogueIsNamed(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("catalogue.json"), "{\"models\": [{\"name\": \"fish\", \"colour\": \"red\"}]}");

        ModelException e = assertThrows(ModelException.class, () -> Catalogue.ofUser(file));
        String start = "catalogue `" + file + "`: model `fish`: `colour` is nothing that a model card says; ";
        assertTrue(e.getMessage().startsWith(start), e.getMessage());
        Files.writeString(file, "[]");
        assertEquals("catalogue `" + file + "`: expected {\"models\": [{\"name\": ..., ...}]}",
                assertThrows(ModelException.class, () -> Catalogue.ofUser(file)).getMessage());
        Files.writeString(file, "{\"models\": [{\"name\": \"../fish\"}]}");
        assertTrue(assertThrows(ModelException.class, () -> Catalogue.ofUser(file)).getMessage().contains("`../fish` is no such name"));
    }

    @Test
    void theGitIdIsWhatGitSays() {
        // git hash-object of a file with the line "hello"
        assertEquals("git-blob-sha1:ce013625030ba8dba906f756967f9e9ca394464a",
                Digest.of("hello\n".getBytes(StandardCharsets.US_ASCII), Digest.Algorithm.GIT_BLOB).toString());
    }
}
