#!/usr/bin/env python3
"""Makes TensorFlow Lite models, and the interpreter's answers to them, for wasm/tests/tflite.rs.

    wasm/tests/tflite_models.py                  the small models that are kept in wasm/tests/data/tflite
    wasm/tests/tflite_models.py --large FOLDER [NAME...]
                                                 full-size networks; then, in wasm/,
                                                 TFLITE_MODELS=FOLDER cargo test --release --test tflite -- --nocapture

Needs tensorflow-cpu and ai-edge-litert. Weights are random under a fixed seed, and so are the statistics of batch
normalisation. For each model NAME there are three files: NAME.tflite, NAME.pixels (8-bit RGB, row by row; gray
networks take the red channel, all are equal) and NAME.expected (a little-endian float for each class: what the model
gives, or its softmax where it gives logits). Pixels 0..255 become -1..1 for models of floats.
"""

import argparse
import os
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import flatbuffers
import numpy as np
import tensorflow as tf
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter
from tensorflow import keras

SMALL = Path(__file__).resolve().parent / "data/tflite"
SEED = 20240229
layers = keras.layers


def randomise(model):
    """Gives batch normalisation and biases values that make a difference, and logits some spread."""
    random = np.random.default_rng(SEED)
    for layer in model.layers:
        if isinstance(layer, layers.BatchNormalization):
            if layer.scale:
                layer.gamma.assign(random.uniform(0.5, 1.5, layer.gamma.shape))
            layer.beta.assign(random.normal(0, 0.3, layer.beta.shape))
            layer.moving_mean.assign(random.normal(0, 0.3, layer.moving_mean.shape))
            layer.moving_variance.assign(random.uniform(0.5, 2, layer.moving_variance.shape))
        elif getattr(layer, "use_bias", False) and getattr(layer, "bias", None) is not None:
            layer.bias.assign(random.normal(0, 0.3, layer.bias.shape))
    spread_logits(model)
    return model


def spread_logits(model):
    """Scales the last kernel so that the logits have a standard deviation of 2."""
    last = next(layer for layer in reversed(model.layers) if hasattr(layer, "kernel"))
    logits = keras.Model(model.inputs, last.output if last.activation is keras.activations.linear else last.input)
    sample = pixels(model.inputs[0].shape[1:]).astype(np.float32)[None] / 127.5 - 1
    values = logits(sample, training=False).numpy()
    if last.activation is not keras.activations.linear:
        values = values @ last.kernel.numpy().reshape(-1, last.kernel.shape[-1])
    last.kernel.assign(last.kernel * (2 / max(values.std(), 1e-6)))


def pixels(shape, seed=SEED):
    """A picture with large shapes and noise, so that pooling and padding matter; gray where there is one channel."""
    height, width, channels = shape
    random = np.random.default_rng(seed)
    coarse = random.integers(0, 256, (5, 5, channels)).astype(np.float32)
    large = tf.image.resize(coarse, (height, width)).numpy() + random.normal(0, 20, (height, width, channels))
    return np.clip(large, 0, 255).astype(np.uint8)


# ---- the small networks ----


def mobile():
    """Blocks of MobileNet V2 and V3: depthwise, residual, squeeze and excite, hard swish, ReLU6."""
    x = inputs = keras.Input((32, 32, 3))
    x = layers.Conv2D(8, 3, strides=2, padding="same", use_bias=False)(x)
    x = layers.ReLU(6)(layers.BatchNormalization()(x))
    block = layers.Conv2D(24, 1, use_bias=False)(x)
    block = layers.Activation("hard_swish")(layers.BatchNormalization()(block))
    block = layers.DepthwiseConv2D(3, padding="same", use_bias=False)(block)
    block = layers.ReLU(6)(layers.BatchNormalization()(block))
    squeezed = layers.GlobalAveragePooling2D(keepdims=True)(block)
    squeezed = layers.Conv2D(24, 1, activation="hard_sigmoid")(layers.Conv2D(8, 1, activation="relu")(squeezed))
    block = layers.BatchNormalization()(layers.Conv2D(8, 1, use_bias=False)(block * squeezed))
    x = x + block
    x = layers.ZeroPadding2D(((0, 1), (0, 1)))(layers.Conv2D(40, 1, activation="swish")(x))
    x = layers.ReLU()(layers.BatchNormalization()(layers.DepthwiseConv2D(5, strides=2, use_bias=False)(x)))
    x = layers.GlobalAveragePooling2D()(layers.Conv2D(48, 1, activation="relu")(x))
    return keras.Model(inputs, layers.Dense(30, activation="softmax")(x))


def branches():
    """Branches joined, every kind of pooling, with odd sizes; ends in logits."""
    x = inputs = keras.Input((29, 31, 3))
    x = layers.Conv2D(12, 5, strides=2, activation="relu")(x)
    a = layers.Conv2D(6, (1, 7), padding="same", activation="relu")(x)
    b = layers.AveragePooling2D(3, strides=1, padding="same")(x)
    c = layers.MaxPooling2D(3, strides=1, padding="same")(x)
    x = layers.Concatenate()([a, b, layers.LeakyReLU(negative_slope=0.1)(c)])
    x = layers.AveragePooling2D(2)(layers.BatchNormalization()(x))
    x = layers.ReLU()(layers.Conv2D(18, 3, padding="same")(x) + layers.Conv2D(18, 1)(x))
    x = layers.MaxPooling2D(2, strides=2)(x)
    return keras.Model(inputs, layers.Dense(25)(layers.Flatten()(x)))


def lenet():
    """LeNet-5 for gray digits."""
    x = inputs = keras.Input((28, 28, 1))
    x = layers.AveragePooling2D(2)(layers.Conv2D(6, 5, padding="same", activation="tanh")(x))
    x = layers.AveragePooling2D(2)(layers.Conv2D(12, 5, activation="tanh")(x))
    x = layers.Dense(30, activation="tanh")(layers.Flatten()(x))
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(x))


def convolutions():
    """Dilation, groups, several outputs per channel, unequal strides; ends in sigmoids."""
    x = inputs = keras.Input((23, 27, 3))
    x = layers.Conv2D(8, 3, strides=(2, 1), padding="same", activation="relu6")(x)
    x = layers.Conv2D(8, 3, dilation_rate=2, padding="same", activation="relu")(x)
    x = layers.DepthwiseConv2D(3, depth_multiplier=2, padding="valid", activation="relu")(x)
    x = layers.DepthwiseConv2D(3, dilation_rate=(2, 2), padding="same")(x)
    x = layers.Conv2D(12, 3, groups=4, padding="valid", activation="relu")(x)
    x = layers.GlobalMaxPooling2D(keepdims=True)(layers.MaxPooling2D((2, 3), strides=(1, 2))(x))
    return keras.Model(inputs, layers.Flatten()(layers.Conv2D(20, 1, activation="sigmoid")(x)))


class Arithmetic(tf.Module):
    """The operators that Keras's layers do not make."""

    def __init__(self):
        random = np.random.default_rng(SEED)
        self.filter = tf.constant(random.normal(0, 0.3, (3, 3, 3, 8)), tf.float32)
        self.weights = tf.constant(random.normal(0, 0.4, (192, 15)), tf.float32)

    @tf.function(input_signature=[tf.TensorSpec((1, 16, 20, 3), tf.float32)])
    def __call__(self, x):
        x = tf.pad(x, [[0, 0], [1, 2], [2, 1], [0, 0]], constant_values=0.5)
        x = tf.nn.conv2d(x, self.filter, 2, "VALID")
        first, second = tf.split(x, 2, axis=3)
        x = tf.concat([tf.maximum(first, second), tf.minimum(first, second * 0.5)], axis=-1)
        x = tf.transpose(x, [0, 2, 1, 3])[:, 1:9:2, 1:7]
        scale = tf.math.rsqrt(tf.reduce_mean(tf.square(x), [1, 2], keepdims=True) + 0.1)
        x = (x - 0.25) * scale / tf.exp(tf.tanh(x) * 0.1)
        x = tf.clip_by_value(tf.squeeze(tf.expand_dims(x, 1), [1]), -1.0, 1.0)
        x = tf.stack([x, tf.nn.leaky_relu(x, 0.3)], axis=3)
        x = tf.nn.softmax(tf.reshape(x, [1, -1, 8]) * 2.0)
        return tf.nn.softmax(tf.reshape(x, [1, -1])[:, :192] @ self.weights)


def rectified():
    """A ReLU after every kind of layer that can carry one."""
    x = inputs = keras.Input((24, 24, 3))
    x = layers.Conv2D(10, 3, strides=2, padding="same")(x)
    x = layers.ReLU()(x + layers.DepthwiseConv2D(3, padding="same")(x))
    x = layers.Conv2D(16, 3, activation="relu6")(x)
    x = layers.AveragePooling2D(2)(x)
    return keras.Model(inputs, layers.Dense(16, activation="softmax")(layers.Flatten()(x)))


def tiny():
    """Just enough for a classifier."""
    x = inputs = keras.Input((12, 12, 3))
    x = layers.Conv2D(8, 3, strides=2, activation="relu")(x)
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(layers.Flatten()(x)))


class Refused(tf.Module):
    """`operation` on a picture."""

    def __init__(self, operation):
        self.operation = operation

    @tf.function(input_signature=[tf.TensorSpec((1, 4, 4, 3), tf.float32)])
    def __call__(self, x):
        return self.operation(x)


# ---- conversion ----


def converter_of(model):
    if isinstance(model, tf.Module) and not isinstance(model, keras.Model):
        return tf.lite.TFLiteConverter.from_concrete_functions([model.__call__.get_concrete_function()], model)
    return tf.lite.TFLiteConverter.from_keras_model(model)


def convert(model, form, shape):
    """`form`: float32, float16, dynamic (8-bit weights), int8 (all, floats in and out), int8_io, uint8_io, or int16
    (16-bit values, 8-bit weights)."""
    converter = converter_of(model)
    if form != "float32":
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
    if form == "float16":
        converter.target_spec.supported_types = [tf.float16]
    if form.startswith(("int", "uint8")):
        samples = [pixels(shape, SEED + i).astype(np.float32)[None] / 127.5 - 1 for i in range(8)]
        converter.representative_dataset = lambda: ([sample] for sample in samples)
        converter.target_spec.supported_ops = [
            tf.lite.OpsSet.EXPERIMENTAL_TFLITE_BUILTINS_ACTIVATIONS_INT16_WEIGHTS_INT8 if form == "int16"
            else tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    if form.endswith("_io"):
        kind = {"int8_io": tf.int8, "uint8_io": tf.uint8}[form]
        converter.inference_input_type = converter.inference_output_type = kind
    return converter.convert()


def with_metadata(content, mean, std):
    """A model that says (metadata_schema.fbs) that its pixels are to become (pixel - mean) / std."""
    builder = flatbuffers.Builder(0)

    def numbers(values):
        builder.StartVector(4, len(values), 4)
        for value in reversed(values):
            builder.PrependFloat32(value)
        return builder.EndVector()

    def table(fields):
        """A table of offsets, or of bytes where a field is marked as such, by field number."""
        builder.StartObject(max(fields) + 1)
        for number, (value, is_byte) in fields.items():
            if is_byte:
                builder.PrependUint8Slot(number, value, 0)
            else:
                builder.PrependUOffsetTRelativeSlot(number, value, 0)
        return builder.EndObject()

    def list_of(offset):
        builder.StartVector(4, 1, 4)
        builder.PrependUOffsetTRelative(offset)
        return builder.EndVector()

    mean, std = numbers(mean), numbers(std)
    unit = table({0: (1, True), 1: (table({0: (mean, False), 1: (std, False)}), False)})
    tensor = table({4: (list_of(unit), False)})
    subgraph = table({2: (list_of(tensor), False)})
    builder.Finish(table({3: (list_of(subgraph), False)}), b"M001")
    model = unpack(content)
    buffer, entry = schema.BufferT(), schema.MetadataT()
    buffer.data = list(builder.Output())
    model.buffers.append(buffer)
    entry.name, entry.buffer = "TFLITE_METADATA", len(model.buffers) - 1
    model.metadata = (model.metadata or []) + [entry]
    return pack(model)


def without_activations(content):
    """A quantised model whose ReLUs are in its ranges alone: the integer arithmetic cuts off there anyway."""
    model = unpack(content)
    for operator in model.subgraphs[0].operators:
        if hasattr(operator.builtinOptions, "fusedActivationFunction"):
            operator.builtinOptions.fusedActivationFunction = schema.ActivationFunctionType.NONE
    return pack(model)


def unpack(content):
    return schema.ModelT.InitFromObj(schema.Model.GetRootAs(content, 0))


def pack(model):
    builder = flatbuffers.Builder(0)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def answer(model, picture, logits, mean=127.5, std=127.5):
    """What the interpreter makes of a picture, as probabilities."""
    interpreter = Interpreter(model_content=model, num_threads=1)
    interpreter.allocate_tensors()
    given, made = interpreter.get_input_details()[0], interpreter.get_output_details()[0]
    value = {np.float32: lambda: ((picture - mean) / std).astype(np.float32),
             np.uint8: lambda: picture,
             np.int8: lambda: (picture.astype(np.int16) - 128).astype(np.int8)}[given["dtype"]]()
    interpreter.set_tensor(given["index"], value[None])
    interpreter.invoke()
    result = interpreter.get_tensor(made["index"])[0].astype(np.float64)
    scale, zero = made["quantization"]
    if scale:
        result = (result - zero) * scale
    if logits:
        result = np.exp(result - result.max())
        result /= result.sum()
    return result.astype("<f4")


def write(folder, name, model, form, shape, logits=False):
    store(folder, name, convert(model, form, shape), shape, logits)


def store(folder, name, content, shape, logits=False, **normalisation):
    folder.mkdir(parents=True, exist_ok=True)
    picture = pixels(shape)
    (folder / f"{name}.tflite").write_bytes(content)
    (folder / f"{name}.pixels").write_bytes(np.repeat(picture, 3, 2).tobytes() if shape[2] == 1 else picture.tobytes())
    result = answer(content, picture, logits, **normalisation)
    (folder / f"{name}.expected").write_bytes(result.tobytes())
    print(f"{name}: {len(content)} bytes, {result.size} classes, best {result.argmax()} ({result.max():.4f})", flush=True)


def small():
    networks = {
        mobile: ["float32", "float16", "dynamic", "int8_io", "uint8_io"],
        branches: ["float32", "float16", "int8"],
        lenet: ["float32", "dynamic", "uint8_io", "int16"],
        convolutions: ["float32", "int8"],
    }
    for network, forms in networks.items():
        keras.utils.set_random_seed(SEED)
        model = randomise(network())
        for form in forms:
            write(SMALL, f"{network.__name__}_{form}", model, form, model.inputs[0].shape[1:], network is branches)
    write(SMALL, "arithmetic_float32", Arithmetic(), "float32", (16, 20, 3))
    keras.utils.set_random_seed(SEED)
    ranges = without_activations(convert(randomise(rectified()), "uint8_io", (24, 24, 3)))
    store(SMALL, "ranges_uint8_io", ranges, (24, 24, 3))
    keras.utils.set_random_seed(SEED)
    normalisation = {"mean": [120.0, 110.0, 100.0], "std": [60.0, 55.0, 50.0]}
    described = with_metadata(convert(randomise(tiny()), "float32", (12, 12, 3)), **normalisation)
    store(SMALL, "metadata_float32", described, (12, 12, 3), **normalisation)
    refused()


def refused():
    """Models with an operator that the guest does not have, and with one that is no operator of the format."""
    (SMALL / "refused_matrix_diag.tflite").write_bytes(convert(Refused(tf.linalg.diag), "float32", (4, 4, 3)))
    converter = converter_of(Refused(lambda x: tf.image.adjust_hue(x, 0.1)))
    converter.allow_custom_ops = True
    (SMALL / "refused_custom.tflite").write_bytes(converter.convert())


APPLICATIONS = {
    "mobilenet_v1": lambda: keras.applications.MobileNet(weights=None),
    "mobilenet_v2": lambda: keras.applications.MobileNetV2(weights=None),
    "mobilenet_v3_small": lambda: keras.applications.MobileNetV3Small((224, 224, 3), weights=None),
    "mobilenet_v3_large": lambda: keras.applications.MobileNetV3Large((224, 224, 3), weights=None),
    "efficientnet_b0": lambda: keras.applications.EfficientNetB0(weights=None),
    "resnet50": lambda: keras.applications.ResNet50(weights=None),
    "inception_v3": lambda: keras.applications.InceptionV3(weights=None),
    "densenet121": lambda: keras.applications.DenseNet121(weights=None),
    "nasnet_mobile": lambda: keras.applications.NASNetMobile(weights=None),
    "vgg16": lambda: keras.applications.VGG16(weights=None),
}

FORMS = {"mobilenet_v1": ["float32", "float16", "int8"], "mobilenet_v2": ["float32", "float16", "dynamic", "int8"],
         "mobilenet_v3_large": ["float32", "int8"], "efficientnet_b0": ["float32", "float16", "int8"],
         "resnet50": ["float32", "int8"]}


def large(folder, names):
    for name in names or APPLICATIONS:
        keras.utils.set_random_seed(SEED)
        model = randomise(APPLICATIONS[name]())
        for form in FORMS.get(name, ["float32"]):
            write(folder, f"{name}_{form}", model, form, model.inputs[0].shape[1:])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--large", type=Path, metavar="FOLDER")
    parser.add_argument("names", nargs="*", metavar="NAME", help=" ".join(APPLICATIONS))
    arguments = parser.parse_args()
    large(arguments.large, arguments.names) if arguments.large else small()


if __name__ == "__main__":
    main()
