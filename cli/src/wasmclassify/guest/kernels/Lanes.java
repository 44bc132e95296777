package wasmclassify.guest.kernels;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vectors of this machine. The species are constants of the class and not parameters, because HotSpot turns an operation on vectors
 * into one instruction only where it knows their species while it compiles.
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

    // Vectors of bytes that are looked at as floats: a load of 32-bit values from a byte[] is 10 times slower through memory segments.

    static FloatVector load(byte[] memory, int address) {
        return ByteVector.fromArray(BYTES, memory, address).reinterpretAsFloats();
    }

    static void store(FloatVector values, byte[] memory, int address) {
        values.reinterpretAsBytes().intoArray(memory, address);
    }

    /** Limits by the bits of the floats, see {@link Limits}. */
    static FloatVector limit(FloatVector values, int low, int high) {
        IntVector bits = values.reinterpretAsInts();
        return bits.max(low).min(high).reinterpretAsFloats();
    }
}
