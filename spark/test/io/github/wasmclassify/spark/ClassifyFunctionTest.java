package io.github.wasmclassify.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.wasmclassify.testing.TestFiles;
import io.github.wasmclassify.worker.WorkerOptions;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The function for SQL. */
class ClassifyFunctionTest {
    private static SparkSession session;

    @BeforeAll
    static void start() {
        session = TestSession.local();
        ClassifyFunction.register(session, WorkerOptions.DEFAULT.withTop(2));
    }

    @Test
    void picturesAreCountedByWhatTheyShow() {
        List<Row> counts = session.sql("SELECT classify(content).verdict, count(*) FROM binaryFile.`"
                        + TestFiles.SAMPLES + "/{lemon.png,orange.jpg,truth.json}` GROUP BY 1 ORDER BY 1")
                .collectAsList();

        assertEquals("[[null,1], [lemon,1], [orange,1]]", counts.toString());
    }

    @Test
    void errorsAndFurtherClassesAreFields() {
        Row row = session.sql("SELECT result.predictions[1].index, result.error.cause FROM"
                        + " (SELECT classify(content) AS result FROM binaryFile.`" + TestFiles.SAMPLES
                        + "/{lemon.png,truth.json}`) ORDER BY 1 NULLS FIRST")
                .collectAsList()
                .get(0);

        assertEquals("[null,not-a-picture]", row.toString());
    }

    @Test
    void nullStaysNull() {
        assertNull(session.sql("SELECT classify(NULL)").first().get(0));
    }

    @Test
    void functionByNameTakesItsOptionsFromTheSession() {
        session.conf().set("spark.wasmclassify.top", "3");
        session.udf().registerJava("classify3", ClassifyFunction.class.getName(), ClassifyFunction.type());

        Row row = session.sql("SELECT size(classify3(content).predictions) FROM binaryFile.`" + TestFiles.SAMPLES
                        + "/lemon.png`")
                .first();

        assertEquals(3, row.getInt(0));
    }
}
