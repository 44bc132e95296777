package io.github.wasmclassify.server.classify;

import io.github.wasmclassify.classify.Selection;
import io.github.wasmclassify.server.http.Call;
import io.github.wasmclassify.server.http.Problem;

/** The query parameters of requests that classify pictures. */
final class Selections {
    private static final int DEFAULT_TOP = 5;
    private static final int LARGEST_TOP = 100_000;

    private Selections() {}

    /** @throws Problem 400 if a parameter is no number or out of its range */
    static Selection of(Call call) {
        return new Selection(top(call), threshold(call));
    }

    private static int top(Call call) {
        String text = call.query("top").orElse(Integer.toString(DEFAULT_TOP));
        try {
            int top = Integer.parseInt(text);
            if (top >= 1 && top <= LARGEST_TOP) {
                return top;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw Problem.badRequest("top must be a whole number from 1 to " + LARGEST_TOP);
    }

    private static double threshold(Call call) {
        try {
            double threshold = Double.parseDouble(call.query("threshold").orElse("0"));
            if (threshold >= 0 && threshold <= 1) {
                return threshold;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw Problem.badRequest("threshold must be a number from 0 to 1");
    }
}
