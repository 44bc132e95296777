package io.github.wasmclassify.training;

/**
 * How often a model was right.
 *
 * @param right how many times
 * @param total of how many
 */
public record Accuracy(int right, int total) {
    /** Of the normal distribution, for 95 of 100. */
    private static final double Z = 1.959964;

    public double share() {
        return total == 0 ? 0 : (double) right / total;
    }

    /** The lower end of the interval in which the true share lies with a probability of 95 % (Wilson 1927). */
    public double low() {
        return Math.max(0, middle() - half());
    }

    /** The upper end of that interval. */
    public double high() {
        return Math.min(1, middle() + half());
    }

    private double middle() {
        return (share() + Z * Z / (2 * total)) / (1 + Z * Z / total);
    }

    private double half() {
        return Z / (1 + Z * Z / total) * Math.sqrt(share() * (1 - share()) / total + Z * Z / (4.0 * total * total));
    }
}
