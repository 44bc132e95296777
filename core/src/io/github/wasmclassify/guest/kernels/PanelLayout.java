package io.github.wasmclassify.guest.kernels;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;

/**
 * Where the weights of a convolution lie once packed. Each group is a matrix of [depth, columns], cut into vectors of
 * columns; the last vector ends at the last column, even where it then overlaps with the one before, so that no vector
 * is partly filled unless there are fewer columns than lanes. Two vectors make a panel, stored as [depth][two vectors],
 * which a tile reads in order; an odd vector at the end is stored as [depth][one vector].
 *
 * @param columns outputs of a group
 */
record PanelLayout(int groups, int depth, int columns) {
    int vectors() {
        return (columns + Lanes.COUNT - 1) / Lanes.COUNT;
    }

    int panels() {
        return (vectors() + 1) / 2;
    }

    boolean isSingle(int panel) {
        return panel * 2 + 1 == vectors();
    }

    /** The column that a vector begins with. */
    int firstColumn(int vector) {
        return Math.max(0, Math.min(vector * Lanes.COUNT, columns - Lanes.COUNT));
    }

    /** Where a panel of a group begins among the packed weights. */
    int panelStart(int group, int panel) {
        return (group * vectors() + panel * 2) * Lanes.COUNT * depth;
    }

    /** Where the bias of a panel of a group begins. */
    int biasStart(int group, int panel) {
        return (group * vectors() + panel * 2) * Lanes.COUNT;
    }

    /** Floats of the packed weights; traps where they are more than an array holds. */
    int length() {
        return Bytes.elements(groups, (long) vectors() * Lanes.COUNT, depth);
    }

    /** Puts a row of the matrix, that of all groups side by side, to its places in {@code target}. */
    void put(float[] line, int row, float[] target) {
        for (int group = 0; group < groups; group++) {
            for (int vector = 0; vector < vectors(); vector++) {
                int panel = vector / 2;
                int width = isSingle(panel) ? Lanes.COUNT : Lanes.COUNT * 2;
                int at = panelStart(group, panel) + row * width + vector % 2 * Lanes.COUNT;
                System.arraycopy(
                        line, group * columns + firstColumn(vector), target, at, Math.min(Lanes.COUNT, columns));
            }
        }
    }

    /**
     * Packs the matrix of one group from where it lies in memory; strides are in elements. Every value is multiplied by
     * a factor.
     */
    void pack(byte[] memory, int address, int rowStride, int columnStride, float factor, float[] target) {
        for (int vector = 0; vector < vectors(); vector++) {
            int panel = vector / 2;
            int width = isSingle(panel) ? Lanes.COUNT : Lanes.COUNT * 2;
            int at = panelStart(0, panel) + vector % 2 * Lanes.COUNT;
            int from = address + firstColumn(vector) * columnStride * Float.BYTES;
            if (columnStride == 1 && columns >= Lanes.COUNT) {
                packLines(memory, from, rowStride * Float.BYTES, factor, target, at, width);
            } else {
                for (int column = 0; column < Math.min(Lanes.COUNT, columns); column++) {
                    int start = from + column * columnStride * Float.BYTES;
                    packColumn(memory, start, rowStride * Float.BYTES, factor, target, at + column, width);
                }
            }
        }
    }

    private void packLines(byte[] memory, int from, int stride, float factor, float[] target, int to, int width) {
        for (int row = 0; row < depth; row++) {
            FloatVector line = ByteVector.fromArray(Lanes.BYTES, memory, from + row * stride)
                    .reinterpretAsFloats();
            line.mul(factor).intoArray(target, to + row * width);
        }
    }

    private void packColumn(byte[] memory, int from, int stride, float factor, float[] target, int to, int width) {
        for (int row = 0; row < depth; row++) {
            target[to + row * width] = (float) Bytes.FLOAT.get(memory, from + row * stride) * factor;
        }
    }

    /** The bias of every output in the order of the vectors. */
    float[] bias(float[] line) {
        float[] target = new float[groups * vectors() * Lanes.COUNT];
        for (int group = 0; group < groups; group++) {
            for (int vector = 0; vector < vectors(); vector++) {
                int at = (group * vectors() + vector) * Lanes.COUNT;
                System.arraycopy(
                        line, group * columns + firstColumn(vector), target, at, Math.min(Lanes.COUNT, columns));
            }
        }
        return target;
    }
}
