package io.github.wasmclassify.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.wasmclassify.testing.TestFiles;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What docs/spark.md says about the job. */
class DocumentationTest {
    @Test
    void tableOfOptionsIsThatOfTheJob() throws Exception {
        String page = Files.readString(TestFiles.ROOT.resolve("docs/spark.md"));
        List<String> documented = Pattern.compile("(?m)^\\| `(--[a-z-]+)")
                .matcher(page)
                .results()
                .map(row -> row.group(1))
                .toList();

        assertEquals(
                new CommandLine(new ClassifyJob())
                        .getCommandSpec().options().stream()
                                .map(OptionSpec::longestName)
                                .filter(name -> !name.equals("--help"))
                                .toList(),
                documented);
    }
}
