package io.github.wasmclassify.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** Spark inside the tests' JVM. It takes seconds to start, so all tests that can share one session do. */
final class TestSession {
    private TestSession() {}

    /** Two executor cores in this JVM. */
    static SparkSession local() {
        return start("local[2]");
    }

    /** Two executors, which are processes with one core each. Ends any other session. */
    static SparkSession cluster() throws IOException {
        SparkSession.getDefaultSession().foreach(session -> {
            session.stop();
            return null;
        });
        Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
        return start("local-cluster[2,1,1024]");
    }

    private static SparkSession start(String master) {
        return SparkSession.builder()
                .master(master)
                .appName("tests")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.warehouse.dir", "target/warehouse")
                // as Spark 4 does by itself
                .config("spark.executor.extraJavaOptions", "--add-modules=jdk.incubator.vector")
                .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .getOrCreate();
    }
}
