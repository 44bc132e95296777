package io.github.wasmclassify.spark;

import io.github.wasmclassify.worker.WorkerOptions;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** One run of the job. */
final class JobRun {
    /**
     * The time that a picture costs whatever its size, as the bytes that are decoded in this time. So that a task gets
     * neither too few small pictures nor too many.
     */
    private static final String BYTES_PER_PICTURE = Integer.toString(128 << 10);

    private static final String OPEN_COST = "spark.sql.files.openCostInBytes";

    private final SparkSession session;
    private final JobOptions options;
    private final Configuration hadoop;

    JobRun(SparkSession session, JobOptions options) {
        this.session = session;
        this.options = options;
        hadoop = session.sparkContext().hadoopConfiguration();
    }

    /**
     * Classifies and writes everything.
     *
     * @throws JobException if there is no input, or the output is in the way
     * @throws io.github.wasmclassify.error.ModelException if the model cannot be used, here or on an executor
     */
    Tally run() {
        boolean hasResults = checkOutput();
        options.inputs().forEach(this::requireInput);
        WorkerOptions worker = DriverModel.send(session, options.worker())
                .withThreads(session.sparkContext().conf().getInt("spark.task.cpus", 1));
        if (!session.sparkContext().getConf().contains(OPEN_COST)) {
            session.conf().set(OPEN_COST, BYTES_PER_PICTURE);
        }
        Dataset<Row> files = files();
        long listed = files.inputFiles().length;
        if (listed == 0) {
            throw new JobException("no files in " + String.join(", ", options.inputs()));
        }
        Dataset<Row> open = hasResults ? without(files, results()) : files;
        Tally tally = Tally.in(session.sparkContext());
        try (Progress progress = new Progress(tally, hasResults ? "" : " of " + listed)) {
            write(classified(open, worker, tally));
            progress.summarize();
        }
        if (!hasResults && tally.done() < listed) {
            JobNotes.say(listed - tally.done() + " files were gone when their turn came");
        }
        return tally;
    }

    /** Whether there are results to add to. */
    private boolean checkOutput() {
        try {
            Path output = new Path(options.output());
            boolean exists = output.getFileSystem(hadoop).exists(output);
            if (exists && !options.resume()) {
                throw new JobException("output " + output + " exists; add the missing results with --resume, or choose "
                        + "another folder");
            }
            return exists && output.getFileSystem(hadoop).listStatus(output).length > 0;
        } catch (IOException | IllegalArgumentException e) {
            throw new JobException("output " + options.output() + ": " + e.getMessage(), e);
        }
    }

    private void requireInput(String input) {
        try {
            Path path = new Path(input);
            FileStatus[] found = path.getFileSystem(hadoop).globStatus(path);
            if (found == null || found.length == 0) {
                throw new JobException("input " + input + ": no such file or folder");
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new JobException("input " + input + ": " + e.getMessage(), e);
        }
    }

    /** All files with their sizes; their content is not read. */
    private Dataset<Row> files() {
        var reader = session.read()
                .format("binaryFile")
                .option("recursiveFileLookup", "true")
                .option("ignoreMissingFiles", "true"); // the end of the run says how many
        if (options.glob() != null) {
            reader = reader.option("pathGlobFilter", options.glob());
        }
        return reader.load(options.inputs().toArray(String[]::new)).select("path", "length");
    }

    /** The paths that the output has. */
    private Dataset<Row> results() {
        return session.read()
                .format(options.format().readBy())
                .options(options.format().options())
                .schema(options.format().readSchema())
                .load(options.output())
                .select("path")
                .distinct();
    }

    /** Sends the known paths to the executors, so that the files stay in the partitions that fit their sizes. */
    private static Dataset<Row> without(Dataset<Row> files, Dataset<Row> known) {
        Dataset<Row> hinted = known.hint("broadcast");
        return files.join(hinted, files.col("path").equalTo(hinted.col("path")), "left_anti");
    }

    private Dataset<Row> classified(Dataset<Row> files, WorkerOptions worker, Tally tally) {
        var configuration =
                new JavaSparkContext(session.sparkContext()).broadcast(new SerializableConfiguration(hadoop));
        var partition = new ClassifyPartition(worker, configuration, options.maxBytes(), options.format(), tally);
        return files.mapPartitions(partition, Encoders.row(options.format().schema()));
    }

    /** Tasks write to the output itself when they are done, so that a job that breaks off leaves what it has done. */
    private void write(Dataset<Row> rows) {
        rows.write()
                .format(options.format().writtenBy())
                .options(options.format().options())
                .option("mapreduce.fileoutputcommitter.algorithm.version", "2")
                .mode(options.resume() ? SaveMode.Append : SaveMode.ErrorIfExists)
                .save(options.output());
    }
}
