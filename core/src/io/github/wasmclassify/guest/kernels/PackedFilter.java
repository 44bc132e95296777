package io.github.wasmclassify.guest.kernels;

import io.github.wasmclassify.file.BinaryReader;
import io.github.wasmclassify.file.BinaryWriter;
import java.io.IOException;

/**
 * The weights of one convolution in the order in which its kernel reads them, never changed once made.
 *
 * <p>For {@link Convolution} they are laid out by {@link PanelLayout}. For {@link Depthwise} they are [height x width,
 * channels], and then as many zeros as a row of the kernel has weights.
 *
 * @param depth weights of an output: kernel height x width x channels of a group
 * @param columns outputs of a group; for depthwise, channels
 * @param finish what is done with the results after they were limited
 */
record PackedFilter(
        boolean depthwise, int groups, int depth, int columns, float[] weights, float[] bias, Finish finish) {
    void writeTo(BinaryWriter out) throws IOException {
        out.putInt(depthwise ? 1 : 0);
        out.putInt(groups);
        out.putInt(depth);
        out.putInt(columns);
        out.putInt(weights.length);
        out.putInt(bias.length);
        out.putInt(finish.op());
        out.putFloats(new float[] {finish.alpha(), finish.beta(), finish.gamma()});
        out.putFloats(weights);
        out.putFloats(bias);
    }

    static PackedFilter readFrom(BinaryReader in) {
        boolean depthwise = in.getInt() != 0;
        int groups = in.getInt();
        int depth = in.getInt();
        int columns = in.getInt();
        int weights = in.getInt();
        int bias = in.getInt();
        int op = in.getInt();
        float[] parameters = in.getFloats(3);
        var finish = new Finish(op, parameters[0], parameters[1], parameters[2]);
        return new PackedFilter(depthwise, groups, depth, columns, in.getFloats(weights), in.getFloats(bias), finish);
    }

    /** Traps unless these are the weights that the geometry needs. */
    void require(boolean asDepthwise, Geometry g) {
        int neededGroups = asDepthwise ? g.inputChannels() : g.groups();
        long neededDepth = (long) g.kernelHeight() * g.kernelWidth() * (g.inputChannels() / neededGroups);
        boolean fits = depthwise == asDepthwise
                && groups == neededGroups
                && depth == neededDepth
                && g.inputChannels() % groups == 0
                && g.outputChannels() == (long) groups * (depthwise ? 1 : columns);
        if (!fits) {
            throw Bytes.trap("weights of another convolution");
        }
    }
}
