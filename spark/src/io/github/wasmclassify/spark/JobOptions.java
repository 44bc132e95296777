package io.github.wasmclassify.spark;

import io.github.wasmclassify.worker.WorkerOptions;
import java.util.List;

/**
 * What a job has to do.
 *
 * @param inputs folders or files, which may be patterns
 * @param output the folder for the results
 * @param resume whether the output may have results already
 * @param glob a pattern for names of files; null for all
 * @param maxBytes the largest size of a file that is read
 */
record JobOptions(
        List<String> inputs,
        String output,
        OutputFormat format,
        boolean resume,
        String glob,
        int maxBytes,
        WorkerOptions worker) {}
