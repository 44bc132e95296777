package wasmclassify.guest.kernels;

import static wasmclassify.guest.kernels.Lanes.COUNT;
import static wasmclassify.guest.kernels.Lanes.INTS;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Moves 8-bit samples into vectors of ints and back. */
final class PixelLanes {
    /** At least as many bytes as a vector has ints; there is no vector of 4 bytes. */
    private static final VectorSpecies<Byte> SAMPLES = COUNT == 16 ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;

    /** Bytes that {@link #load} and {@link #store} touch, of which the first {@code COUNT} matter. */
    static final int WIDTH = SAMPLES.length();

    private static final int HALF = 1 << (ResampleFilter.FRACTION_BITS - 1);

    private PixelLanes() {}

    static IntVector load(byte[] samples, int at) {
        ByteVector bytes = ByteVector.fromArray(SAMPLES, samples, at);
        return ((IntVector) bytes.convertShape(VectorOperators.B2I, INTS, 0)).and(0xff);
    }

    /** Rounds sums of weighted samples to samples. */
    static void store(IntVector sums, byte[] samples, int at) {
        IntVector rounded = sums.add(HALF).lanewise(VectorOperators.ASHR, ResampleFilter.FRACTION_BITS).max(0).min(0xff);
        ((ByteVector) rounded.convertShape(VectorOperators.I2B, SAMPLES, 0)).intoArray(samples, at);
    }
}
