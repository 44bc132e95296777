#!/usr/bin/env python3
"""Writes tests/data/conventions: small networks that tell in different ways what they want, and what the runtime that each
format belongs to answers for one colour where it is given what they want.

    python3 tests/conventions_models.py         needs onnx, onnxruntime, tensorflow and ai_edge_litert
    python3 tests/conventions_models.py torch   needs torch, and adds what PyTorch exports

A line of expected.tsv: file, the witness of the pixels' range, the order of channels, what the scores are, the names of
classes (with `|` between them, or `-`), and the scores.
"""

import os
import sys

import numpy as np

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", "conventions")
SIDE = 8
COLOUR = np.array([200, 120, 40], np.float32)  # red, green, blue
MEAN, STD = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
CAFFE = np.array([103.939, 116.779, 123.68], np.float32)

ELEMENT = "the input's element type"
WEIGHTS = "the size of the first layer's weights"
QUANTISER = "the quantiser behind the input"
ARITHMETIC = "the arithmetic before the first layer"
IMAGE, CUSTOM, ULTRALYTICS = "ONNX image metadata", "Custom Vision metadata", "Ultralytics metadata"

rows = []


def pixels(scale=1.0, offset=0.0, bgr=False):
    """A picture of one colour, [1, side, side, 3], as the network wants it."""
    colour = (COLOUR[::-1] if bgr else COLOUR) * scale + offset
    return np.broadcast_to(colour, (1, SIDE, SIDE, 3)).astype(np.float32)


RAW, UNIT, SIGNED = pixels(), pixels(1 / 255), pixels(1 / 127.5, -1)


def expect(name, by, scores, kind="probabilities", channels="rgb", labels="-"):
    text = ",".join(f"{score:.6f}" for score in np.ravel(scores))
    rows.append("\t".join([name, by, channels, kind, labels, text]))


def weights(classes, scale):
    """A layer that tells colours apart where they come in the right range: `scale` is one over its width."""
    generator = np.random.default_rng(classes)
    return (generator.normal(0, 2, (3, classes)) * scale).astype(np.float32), generator.normal(0, 0.3, classes).astype(np.float32)


# --- ONNX, built node by node as exporters do ---

def onnx_model(name, build, width=1.0, classes=4, kind=1, nhwc=False, properties=(), producer="pytorch", end=None):
    """`build(nodes, constant)` adds what stands before the first layer and returns its result; `end` what follows the last."""
    import onnx
    from onnx import helper, numpy_helper

    nodes, constants = [], []

    def constant(values, dtype=np.float32):
        constants.append(numpy_helper.from_array(np.asarray(values, dtype), f"c{len(constants)}"))
        return constants[-1].name

    def node(op, *inputs, outputs=1, **attributes):
        names = [f"v{len(nodes)}_{i}" for i in range(outputs)]
        nodes.append(helper.make_node(op, list(inputs), names, **attributes))
        return names if outputs > 1 else names[0]

    x = build(node, constant) if build else "input"
    if nhwc:
        x = node("Transpose", x, perm=[0, 3, 1, 2])
    kernel, bias = weights(classes, 1 / width)
    identity = np.eye(3, dtype=np.float32).reshape(3, 3, 1, 1)
    x = node("Flatten", node("GlobalAveragePool", node("Conv", x, constant(identity))))
    x = node("Gemm", x, constant(kernel), constant(bias))
    x = end(node, constant, x) if end else node("Softmax", x)
    nodes[-1].output[0] = "output"
    shape = [1, SIDE, SIDE, 3] if nhwc else [1, 3, SIDE, SIDE]
    graph = helper.make_graph(nodes, "g", [helper.make_tensor_value_info("input", kind, shape)],
                              [helper.make_tensor_value_info("output", 1, None)], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 3)],
                              producer_name=producer, ir_version=9)
    helper.set_model_props(model, dict(properties))
    onnx.save(model, os.path.join(HERE, name))
    return model


def onnx_scores(name, picture, nhwc=False, outputs=None):
    import onnxruntime

    session = onnxruntime.InferenceSession(os.path.join(HERE, name), providers=["CPUExecutionProvider"])
    picture = picture if nhwc else np.moveaxis(picture, -1, 1)
    dtype = {"tensor(uint8)": np.uint8, "tensor(int8)": np.int8}.get(session.get_inputs()[0].type, np.float32)
    return session.run(outputs, {"input": picture.astype(dtype)})[0]


def before_onnx():
    """What stands before the first layer, or beside the network."""
    def cast(node, constant):
        return node("Cast", "input", to=1)

    def imagenet(node, constant):
        x = node("Div", node("Cast", "input", to=1), constant(255.0))
        x = node("Sub", x, constant(MEAN.reshape(1, 3, 1, 1)))
        return node("Div", x, constant(STD.reshape(1, 3, 1, 1)))

    def double(node, constant):
        return node("Sub", node("Mul", constant(2.0), "input"), constant(1.0))

    def batch_norm(node, constant):
        values = [np.ones(3), np.zeros(3), MEAN * 255, (STD * 255) ** 2]
        return node("BatchNormalization", "input", *map(constant, values))

    def gathered(node, constant):
        x = node("Gather", "input", constant([2, 1, 0], np.int64), axis=1)
        return node("Sub", x, constant(CAFFE.reshape(1, 3, 1, 1)))

    def split(node, constant):
        parts = node("Split", "input", outputs=3, axis=1)
        return node("Sub", node("Concat", *parts[::-1], axis=1), constant(CAFFE.reshape(1, 3, 1, 1)))

    def sliced(node, constant):
        integers = [constant([number], np.int64) for number in (-1, -4, 1, -1)]
        return node("Sub", node("Slice", "input", *integers), constant(CAFFE.reshape(1, 3, 1, 1)))

    def caffe(node, constant):
        return node("Sub", "input", constant(CAFFE.reshape(1, 3, 1, 1)))

    def quantised(scale, zero):
        def build(node, constant):
            parameters = constant(scale), constant(zero, np.uint8)
            return node("DequantizeLinear", node("QuantizeLinear", "input", *parameters), *parameters)

        return build

    def case(name, build, picture, by, width, order="rgb", **options):
        onnx_model(name, build, width, **options)
        expect(name, by, onnx_scores(name, picture, options.get("nhwc", False)), channels=order)

    case("uint8.onnx", cast, RAW, ELEMENT, 255, kind=2)
    case("uint8-nhwc.onnx", cast, RAW, ELEMENT, 255, kind=2, nhwc=True, producer="tf2onnx")
    case("int8.onnx", cast, pixels(1, -128), ELEMENT, 255, kind=3)
    case("imagenet-inside.onnx", imagenet, RAW, ARITHMETIC, 4)
    case("double-less-one.onnx", double, UNIT, ARITHMETIC, 2)
    case("batch-norm.onnx", batch_norm, RAW, ARITHMETIC, 4)
    case("reversed-gather.onnx", gathered, RAW, ARITHMETIC, 255)
    case("reversed-split.onnx", split, RAW, ARITHMETIC, 255)
    case("reversed-slice.onnx", sliced, RAW, ARITHMETIC, 255)
    case("caffe.onnx", caffe, pixels(bgr=True), ARITHMETIC, 255, order="bgr")
    case("quantised-255.onnx", quantised(1.0, 0), RAW, QUANTISER, 255, producer="onnx.quantize")
    case("quantised-1.onnx", quantised(0.98 / 255, 0), UNIT, QUANTISER, 1, producer="onnx.quantize")
    image = {"Image.BitmapPixelFormat": "Bgr8", "Image.NominalPixelRange": "NominalRange_0_255"}
    case("image-bgr.onnx", None, pixels(bgr=True), IMAGE, 255, order="bgr", properties=image)
    custom = {"Image.NominalPixelRange": "Normalized_0_1", "CustomVision.Preprocess.NormalizeMean": "[0.5, 0.5, 0.5]",
              "CustomVision.Preprocess.NormalizeStd": "[0.25, 0.25, 0.25]"}
    case("custom-vision.onnx", None, pixels(4 / 255, -2), CUSTOM, 4, properties=custom)
    ultralytics = {"task": "classify", "imgsz": "[8, 8]", "channels": "3",
                   "names": "{0: 'hen', 1: \"cat's eye\", 2: 'a, b', 3: 'd'}"}
    onnx_model("ultralytics.onnx", None, 1, properties=ultralytics)
    expect("ultralytics.onnx", ULTRALYTICS, onnx_scores("ultralytics.onnx", UNIT), labels="hen|cat's eye|a, b|d")


def after_onnx():
    """What follows the last layer: softmaxes, sigmoids and what is made of them. All take raw bytes."""
    def cast(node, constant):
        return node("Cast", "input", to=1)

    def quantised_softmax(node, constant, x):
        parameters = constant(1 / 255), constant(0, np.uint8)
        return node("DequantizeLinear", node("QuantizeLinear", node("Softmax", x), *parameters), *parameters)

    def clipped(node, constant, x):
        return node("Clip", node("Softmax", x), constant(1e-7), constant(1 - 1e-7))

    def two_means(node, constant, x):
        other = node("Softmax", node("Mul", x, constant(0.5)))
        return node("Mul", node("Add", node("Softmax", x), other), constant(0.5))

    def two_sides(node, constant, x):
        p = node("Sigmoid", x)
        return node("Concat", node("Sub", constant([[1.0]]), p), p, axis=1)

    def spelled_out(node, constant, x):
        power = node("Exp", node("Sub", x, node("ReduceMax", x, axes=[1])))
        return node("Div", power, node("ReduceSum", power, constant([1], np.int64)))

    def case(name, end, kind, classes=4, finish=lambda scores: scores, labels="-"):
        onnx_model(name, cast, 255, classes, kind=2, end=end)
        expect(name, ELEMENT, finish(onnx_scores(name, RAW)), kind, labels=labels)

    def softmax(x):
        return np.exp(x) / np.exp(x).sum()

    def both(p):
        return [1 - p[0, 0], p[0, 0]]

    case("logits.onnx", lambda node, constant, x: node("Identity", x), "softmax-added", finish=softmax)
    case("log-softmax.onnx", lambda node, constant, x: node("LogSoftmax", x), "probabilities", finish=np.exp)
    case("percent.onnx", lambda node, constant, x: node("Mul", node("Softmax", x), constant(100.0)), "probabilities",
         finish=lambda scores: scores / 100)
    case("quantised-softmax.onnx", quantised_softmax, "probabilities")
    case("clipped-softmax.onnx", clipped, "probabilities")
    case("mean-of-softmaxes.onnx", two_means, "probabilities")
    case("softmax-spelled-out.onnx", spelled_out, "probabilities")
    case("sigmoids.onnx", lambda node, constant, x: node("Sigmoid", x), "independent")
    case("two-sides.onnx", two_sides, "probabilities", 1)
    case("one-sigmoid.onnx", lambda node, constant, x: node("Sigmoid", x), "binary", 1, both)
    case("one-logit.onnx", lambda node, constant, x: node("Identity", x), "binary", 1, lambda x: both(1 / (1 + np.exp(-x))))
    with_names()


def with_names():
    """Nodes behind the scores that hold the names of classes, as scikit-learn's and Custom Vision's exports do."""
    import onnx
    from onnx import helper

    for name, node in {
        "zip-map.onnx": helper.make_node("ZipMap", ["output"], ["map"], domain="ai.onnx.ml",
                                         classlabels_strings=["hen", "cat", "dog", "eft"]),
        "label-encoder.onnx": helper.make_node("LabelEncoder", ["best"], ["label"], domain="ai.onnx.ml",
                                               keys_int64s=[0, 1, 2, 3], values_strings=["hen", "cat", "dog", "eft"]),
    }.items():
        model = onnx_model(name, lambda node, constant: node("Cast", "input", to=1), 255, kind=2)
        expect(name, ELEMENT, onnx_scores(name, RAW), labels="hen|cat|dog|eft")
        if node.op_type == "LabelEncoder":
            model.graph.node.append(helper.make_node("ArgMax", ["output"], ["best"], axis=1, keepdims=0))
        model.graph.node.append(node)
        onnx.save(model, os.path.join(HERE, name))


# --- Keras, by TensorFlow's own converters ---

def keras_models():
    import tensorflow as tf
    from ai_edge_litert.interpreter import Interpreter

    def network(before, width, classes=4, activation="softmax"):
        tf.keras.utils.set_random_seed(1)
        inputs = tf.keras.Input((SIDE, SIDE, 3), 1)
        x = before(inputs)
        x = tf.keras.layers.Conv2D(3, 1, use_bias=False)(x)
        x = tf.keras.layers.GlobalAveragePooling2D()(x)
        layer = tf.keras.layers.Dense(classes, activation=activation)
        model = tf.keras.Model(inputs, layer(x))
        model.layers[-3].set_weights([np.eye(3, dtype=np.float32).reshape(1, 1, 3, 3)])
        layer.set_weights(list(weights(classes, 1 / width)))
        return model

    def lite(name, model, picture, by, kind="probabilities", order="rgb", finish=lambda scores: scores, **quantisation):
        converter = tf.lite.TFLiteConverter.from_keras_model(model)
        for key, value in quantisation.items():
            setattr(converter, key, value)
        with open(os.path.join(HERE, name), "wb") as file:
            file.write(converter.convert())
        interpreter = Interpreter(os.path.join(HERE, name))
        interpreter.allocate_tensors()
        details, result = interpreter.get_input_details()[0], interpreter.get_output_details()[0]
        interpreter.set_tensor(details["index"], picture.astype(details["dtype"]))
        interpreter.invoke()
        scores, (scale, zero) = interpreter.get_tensor(result["index"]), result["quantization"]
        if scale:
            scores = (scores.astype(np.float32) - zero) * scale
        expect(name, by, finish(scores), kind, order)

    def frozen(name, model, picture, by, dtype=tf.float32, order="rgb"):
        from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

        function = tf.function(lambda x: model(tf.cast(x, tf.float32)))
        concrete = convert_variables_to_constants_v2(function.get_concrete_function(tf.TensorSpec([1, SIDE, SIDE, 3], dtype)))
        with open(os.path.join(HERE, name), "wb") as file:
            file.write(concrete.graph.as_graph_def().SerializeToString())
        expect(name, by, concrete(tf.constant(picture, dtype))[0].numpy(), channels=order)

    layers = tf.keras.layers
    rescaled = network(layers.Rescaling(1 / 127.5, -1), 2)
    # TensorFlow Lite's converter makes the division part of the first layer.
    lite("rescaling.tflite", rescaled, RAW, WEIGHTS)
    frozen("rescaling.pb", rescaled, RAW, ARITHMETIC)
    normalised = network(layers.Normalization(mean=list(MEAN * 255), variance=list((STD * 255) ** 2)), 4)
    lite("normalization.tflite", normalised, RAW, ARITHMETIC)
    frozen("normalization.pb", normalised, RAW, ARITHMETIC)
    reversed_ = network(lambda x: x[..., ::-1] - CAFFE, 255)
    lite("caffe-inside.tflite", reversed_, RAW, ARITHMETIC)
    frozen("caffe-inside.pb", reversed_, RAW, ARITHMETIC)
    reverse_op = network(lambda x: layers.Lambda(lambda y: tf.reverse(y, [-1]) / 127.5 - 1)(x), 2)
    lite("reversed.tflite", reverse_op, RAW, WEIGHTS)
    frozen("reversed.pb", reverse_op, RAW, ARITHMETIC)
    plain = network(lambda x: x * 1.0, 255)
    frozen("uint8.pb", plain, RAW, ELEMENT, tf.uint8)
    lite("one-sigmoid.tflite", network(layers.Rescaling(1 / 255), 1, 1, "sigmoid"), RAW, WEIGHTS, "binary",
         finish=lambda p: [1 - p[0, 0], p[0, 0]])

    def samples():
        generator = np.random.default_rng(5)
        for _ in range(64):
            yield [generator.uniform(0, 255, (1, SIDE, SIDE, 3)).astype(np.float32).round()]

    integers = {"optimizations": [tf.lite.Optimize.DEFAULT], "representative_dataset": samples}
    lite("quantised.tflite", plain, RAW, QUANTISER, **integers)
    lite("quantised-uint8.tflite", plain, RAW, ELEMENT, inference_input_type=tf.uint8, inference_output_type=tf.uint8,
         **integers)


# --- PyTorch ---

def torch_models():
    import torch

    class Net(torch.nn.Module):
        def __init__(self, before, width):
            super().__init__()
            self.before, kernel, self.bias = before, *map(torch.tensor, weights(4, 1 / width))
            self.layer, self.kernel = torch.nn.Conv2d(3, 3, 1, bias=False), kernel
            self.layer.weight.data = torch.eye(3).reshape(3, 3, 1, 1)

        def forward(self, x):
            return torch.softmax(self.layer(self.before(x)).mean((2, 3)) @ self.kernel + self.bias, 1)

    mean, std = (torch.tensor(values, dtype=torch.float32).reshape(1, 3, 1, 1) for values in (MEAN, STD))
    caffe = torch.tensor(CAFFE).reshape(1, 3, 1, 1)
    for name, before, picture, width in [
        ("torch-imagenet", lambda x: (x / 255 - mean) / std, RAW, 4),
        ("torch-list", lambda x: x[:, [2, 1, 0]] - caffe, RAW, 255),
        ("torch-flip", lambda x: x.flip(1) * 255 - caffe, UNIT, 255),
    ]:
        model = Net(before, width).eval()
        example = (torch.zeros(1, 3, SIDE, SIDE),)
        for suffix, options in [("new", {"dynamo": True, "external_data": False}), ("old", {"dynamo": False})]:
            file = f"{name}-{suffix}.onnx"
            torch.onnx.export(model, example, os.path.join(HERE, file), verbose=False, **options)
            expect(file, ARITHMETIC, onnx_scores_of_any(file, picture))


def onnx_scores_of_any(name, picture):
    import onnxruntime

    session = onnxruntime.InferenceSession(os.path.join(HERE, name), providers=["CPUExecutionProvider"])
    return session.run(None, {session.get_inputs()[0].name: np.moveaxis(picture, -1, 1)})[0]


def main():
    os.makedirs(HERE, exist_ok=True)
    if sys.argv[1:] == ["torch"]:
        torch_models()
    else:
        before_onnx()
        after_onnx()
        keras_models()
    with open(os.path.join(HERE, "expected-torch.tsv" if sys.argv[1:] else "expected.tsv"), "w") as file:
        file.write("\n".join(rows) + "\n")


if __name__ == "__main__":
    main()
