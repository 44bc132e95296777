package io.github.wasmclassify.guest.kernels;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;

/**
 * Where the weights of a convolution lie once packed. Each group is a matrix of [depth, columns], cut into vectors of
 * columns, each stored as [depth][lanes]; the last vector ends at the last column, even where it then overlaps with the
 * one before, so that no vector is partly filled unless there are fewer columns than lanes. A panel is the vectors that
 * a tile multiplies at a time; where they do not come out even, the last panels have one vector fewer.
 *
 * @param columns outputs of a group
 */
record PanelLayout(int groups, int depth, int columns) {
    int vectors() {
        return (columns + Lanes.COUNT - 1) / Lanes.COUNT;
    }

    int panels() {
        return (vectors() + Tiles.VECTORS - 1) / Tiles.VECTORS;
    }

    /** Panels, from the first, that have as many vectors as a tile takes. */
    private int fullPanels() {
        return panels() - (panels() * Tiles.VECTORS - vectors());
    }

    /** Vectors of a panel. */
    int width(int panel) {
        return panels() == 1 ? vectors() : panel < fullPanels() ? Tiles.VECTORS : Tiles.VECTORS - 1;
    }

    int firstVector(int panel) {
        return panel * Tiles.VECTORS - (panels() == 1 ? 0 : Math.max(0, panel - fullPanels()));
    }

    /** The column that a vector begins with. */
    int firstColumn(int vector) {
        return Math.max(0, Math.min(vector * Lanes.COUNT, columns - Lanes.COUNT));
    }

    /** Where a panel of a group begins among the packed weights. */
    int panelStart(int group, int panel) {
        return (group * vectors() + firstVector(panel)) * Lanes.COUNT * depth;
    }

    /** Where the bias of a panel of a group begins. */
    int biasStart(int group, int panel) {
        return (group * vectors() + firstVector(panel)) * Lanes.COUNT;
    }

    /** Floats of the packed weights; traps where they are more than an array holds. */
    int length() {
        return Bytes.elements(groups, (long) vectors() * Lanes.COUNT, depth);
    }

    /** Puts a row of the matrix, that of all groups side by side, to its places in {@code target}. */
    void put(float[] line, int row, float[] target) {
        for (int group = 0; group < groups; group++) {
            for (int vector = 0; vector < vectors(); vector++) {
                int at = ((group * vectors() + vector) * depth + row) * Lanes.COUNT;
                int from = group * columns + firstColumn(vector);
                System.arraycopy(line, from, target, at, Math.min(Lanes.COUNT, columns));
            }
        }
    }

    /**
     * Packs the matrix of one group from where it lies in memory; strides are in elements. Every value is multiplied by
     * a factor.
     */
    void pack(byte[] memory, int address, int rowStride, int columnStride, float factor, float[] target) {
        for (int vector = 0; vector < vectors(); vector++) {
            int at = vector * depth * Lanes.COUNT;
            int from = address + firstColumn(vector) * columnStride * Float.BYTES;
            if (columnStride == 1 && columns >= Lanes.COUNT) {
                packLines(memory, from, rowStride * Float.BYTES, factor, target, at);
            } else {
                packColumns(memory, from, rowStride, columnStride, factor, target, at);
            }
        }
    }

    private void packColumns(
            byte[] memory, int from, int rowStride, int columnStride, float factor, float[] target, int to) {
        for (int column = 0; column < Math.min(Lanes.COUNT, columns); column++) {
            int start = from + column * columnStride * Float.BYTES;
            packColumn(memory, start, rowStride * Float.BYTES, factor, target, to + column);
        }
    }

    private void packLines(byte[] memory, int from, int stride, float factor, float[] target, int to) {
        for (int row = 0; row < depth; row++) {
            FloatVector line = ByteVector.fromArray(Lanes.BYTES, memory, from + row * stride)
                    .reinterpretAsFloats();
            line.mul(factor).intoArray(target, to + row * Lanes.COUNT);
        }
    }

    private void packColumn(byte[] memory, int from, int stride, float factor, float[] target, int to) {
        for (int row = 0; row < depth; row++) {
            target[to + row * Lanes.COUNT] = (float) Bytes.FLOAT.get(memory, from + row * stride) * factor;
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
