package io.github.wasmclassify.guest.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vectors of this machine, and what all code that works with them has to heed for HotSpot to make single
 * instructions of it:
 *
 * <ul>
 *   <li>The species are constants of this class and not parameters.
 *   <li>There is one width only. With a second one in use, Java 17 no longer knows which one a call is about.
 *   <li>A loop over vectors calls nothing but the Vector API, whose methods are always inlined. Others sometimes are
 *       not, depending on what else was compiled, and a vector that is passed to a call or comes back from one becomes
 *       an object.
 *   <li>A vector that lives across the passes of a loop lives in the innermost loop only (Java 17 again).
 *   <li>Floats in a {@code byte[]} are loaded as bytes and looked at as floats; through memory segments it takes 10
 *       times as long.
 * </ul>
 */
final class Lanes {
    /** Overrides the width that the JVM prefers, in bits: 128, 256 or 512. */
    static final String WIDTH_PROPERTY = "wasmclassify.vectorBits";

    static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, shape());
    static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FLOATS.vectorShape());
    static final VectorSpecies<Byte> BYTES = VectorSpecies.of(byte.class, FLOATS.vectorShape());
    /** Floats, or ints, of a vector. */
    static final int COUNT = FLOATS.length();
    /** Bytes of a vector. */
    static final int WIDTH = BYTES.length();

    private Lanes() {}

    private static VectorShape shape() {
        Integer bits = Integer.getInteger(WIDTH_PROPERTY);
        return bits == null ? FloatVector.SPECIES_PREFERRED.vectorShape() : VectorShape.forBitSize(bits);
    }
}
