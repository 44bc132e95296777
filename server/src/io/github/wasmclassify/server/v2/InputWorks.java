package io.github.wasmclassify.server.v2;

import io.github.wasmclassify.model.card.ModelDescription;
import io.github.wasmclassify.server.http.Problem;
import io.github.wasmclassify.server.models.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Turns a request's tensor into what a model can classify. */
final class InputWorks {
    private final ModelDescription.Input model;
    private final int pixels;
    private final int channels;

    InputWorks(ModelDescription.Input model) {
        this.model = model;
        pixels = model.height() * model.width();
        channels = model.shape().get(3);
    }

    /** The shape that a tensor must have, in the order of the model's file; -1 for any number of pictures. */
    List<Integer> shape() {
        return isChannelsFirst()
                ? List.of(-1, channels, model.height(), model.width())
                : List.of(-1, model.height(), model.width(), channels);
    }

    private boolean isChannelsFirst() {
        return model.layout().equals("NCHW");
    }

    /** @throws Problem 400 if the tensor has another shape than it must have, or is empty */
    List<Work> of(TensorInput input) {
        List<Work> works = input.datatype() == Datatype.BYTES
                ? pictures(input).stream().map(Work::picture).toList()
                : values(input).stream().map(Work::values).toList();
        if (works.isEmpty()) {
            throw Problem.badRequest("the input is empty");
        }
        return works;
    }

    /** For each picture of a tensor of numbers, what the network's input is to hold, channels interleaved. */
    List<float[]> values(TensorInput input) {
        int count = count(input);
        List<float[]> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] one = Arrays.copyOfRange(input.numbers(), i * pixels * channels, (i + 1) * pixels * channels);
            float[] interleaved = isChannelsFirst() ? interleaved(one) : one;
            all.add(input.datatype() == Datatype.UINT8 ? normalised(interleaved) : interleaved);
        }
        return all;
    }

    private static List<byte[]> pictures(TensorInput input) {
        long expected = input.shape().stream().reduce(1L, Math::multiplyExact);
        if (input.shape().isEmpty() || expected != input.elements().size()) {
            throw Problem.badRequest("the input has shape " + input.shape() + " and "
                    + input.elements().size() + " elements; each element is one picture");
        }
        return input.elements();
    }

    private int count(TensorInput input) {
        List<Integer> wanted = shape();
        boolean hasShape =
                input.shape().size() == wanted.size() && input.shape().get(0) >= 0;
        for (int i = 1; hasShape && i < wanted.size(); i++) {
            hasShape = input.shape().get(i) == (long) wanted.get(i);
        }
        if (!hasShape || input.shape().get(0) * pixels * channels != input.numbers().length) {
            throw Problem.badRequest("the input has shape " + input.shape() + " and " + input.numbers().length
                    + " numbers; the model wants shape " + wanted + ", with any number of pictures for -1");
        }
        return input.shape().get(0).intValue();
    }

    private float[] interleaved(float[] planes) {
        float[] values = new float[planes.length];
        for (int channel = 0; channel < channels; channel++) {
            for (int pixel = 0; pixel < pixels; pixel++) {
                values[pixel * channels + channel] = planes[channel * pixels + pixel];
            }
        }
        return values;
    }

    /** Of red, green and blue, or gray, from 0 to 255, what the model wants them turned into. */
    private float[] normalised(float[] colors) {
        boolean isReversed = channels == 3 && model.channels().equals("bgr");
        float[] values = new float[colors.length];
        for (int i = 0; i < values.length; i++) {
            int channel = i % channels;
            float color = colors[isReversed ? i - channel + 2 - channel : i];
            if (!(color >= 0 && color <= 255)) {
                throw Problem.badRequest("a UINT8 tensor holds numbers from 0 to 255");
            }
            values[i] = color * model.scale().get(channel).floatValue()
                    + model.offset().get(channel).floatValue();
        }
        return values;
    }
}
