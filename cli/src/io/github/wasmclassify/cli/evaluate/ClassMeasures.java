package io.github.wasmclassify.cli.evaluate;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How well a model recognises one class. A measure whose divisor is 0 is 0.
 *
 * @param classIndex of the class
 * @param precision the share of the pictures classified as it that show it
 * @param recall the share of the pictures that show it that are classified as it
 * @param f1 harmonic mean of both
 * @param support how many pictures show it
 */
public record ClassMeasures(int classIndex, double precision, double recall, double f1, long support) {
    static ClassMeasures of(int classIndex, Confusion confusion) {
        long hits = confusion.count(classIndex, classIndex);
        long support = confusion.ofTruth(classIndex);
        long predicted = confusion.ofPrediction(classIndex);
        return new ClassMeasures(
                classIndex,
                share(hits, predicted),
                share(hits, support),
                share(2 * hits, support + predicted),
                support);
    }

    /** The measures of all classes that occur, by index. */
    public static List<ClassMeasures> all(Confusion confusion) {
        return confusion.classes().stream().map(index -> of(index, confusion)).toList();
    }

    /**
     * The mean of a measure over the classes that occur, each as important as the others (macro average); 0 if none
     * occurs.
     */
    public static double mean(Confusion confusion, ToDoubleFunction<ClassMeasures> measure) {
        return all(confusion).stream().mapToDouble(measure).average().orElse(0);
    }

    static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
