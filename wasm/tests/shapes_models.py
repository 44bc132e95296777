#!/usr/bin/env python3
"""Makes models whose inputs and outputs are of many forms, with their own runtimes' answers, for wasm/tests/shapes.rs.

    wasm/tests/shapes_models.py        writes them to wasm/tests/data/shapes

Needs tensorflow, onnx, onnxruntime and ai-edge-litert. Weights and pictures are random under a fixed seed. For each model there
are NAME.pixels (8-bit RGB, row by row; gray networks take the red channel, all are equal) and NAME.expected (a little-endian
float for each class). Pixels 0..255 become -1..1, but for the graph that decodes pictures itself.
"""

import os
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import numpy as np
import onnx
import onnxruntime
import tensorflow as tf
from ai_edge_litert.interpreter import Interpreter
from onnx import TensorProto, helper, numpy_helper

DATA = Path(__file__).resolve().parent / "data/shapes"
CLASSES = 5
random = np.random.default_rng(20251125)


def weights(name, *shape):
    return numpy_helper.from_array(random.normal(0, 0.8, shape).astype(np.float32), name)


def integers(name, *values):
    return numpy_helper.from_array(np.array(values, np.int64), name)


def picture(name, height, width, channels=3):
    """Writes a picture and gives it as [height, width, channels]."""
    pixels = random.integers(0, 256, (height, width, channels), np.uint8)
    (DATA / f"{name}.pixels").write_bytes(np.broadcast_to(pixels, (height, width, 3)).tobytes())
    return pixels


def expect(name, scores):
    (DATA / f"{name}.expected").write_bytes(np.asarray(scores, "<f4").reshape(-1)[:CLASSES].tobytes())


def classifier(channels=3, tail=(), outputs=("scores",), reshape=None):
    """A convolution, a mean over the picture and a dense layer from `x`, then `tail`; with the weights of all."""
    flatten = helper.make_node("Reshape", ["mean", "shape"], ["flat"]) if reshape else helper.make_node("Flatten", ["mean"], ["flat"])
    nodes = [helper.make_node("Conv", ["x", "w", "b"], ["conv"], strides=[2, 2], pads=[1, 1, 1, 1]),
             helper.make_node("Relu", ["conv"], ["relu"]), helper.make_node("GlobalAveragePool", ["relu"], ["mean"]), flatten,
             helper.make_node("Gemm", ["flat", "v", "c"], ["logits"]), helper.make_node("Softmax", ["logits"], ["scores"], axis=1), *tail]
    constants = [weights("w", 8, channels, 3, 3), weights("b", 8), weights("v", 8, CLASSES), weights("c", CLASSES)]
    return nodes, constants + ([integers("shape", *reshape)] if reshape else []), outputs


def save_onnx(name, network, shape, pixels, to_input, **external):
    nodes, constants, outputs = network
    described = [o if not isinstance(o, str) else helper.make_tensor_value_info(o, TensorProto.FLOAT, None) for o in outputs]
    graph = helper.make_graph(nodes, name, [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)], described, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    path = DATA / f"{name}.onnx"
    if external:
        onnx.save(model, path, save_as_external_data=True, size_threshold=0, **external)
    else:
        onnx.save(model, path)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    expect(name, session.run(["scores"], {"x": to_input(pixels / np.float32(127.5) - 1)})[0])


def first(x):
    return x.transpose(2, 0, 1)[None]


def onnx_models():
    both = [helper.make_node("Gemm", ["flat", "e"], ["features"])]
    for name, network, shape, size, to_input, external in [
        ("open_axes", classifier(), ["n", "c", "h", "w"], (12, 16, 3), first, {}),
        ("wide", classifier(), [1, 3, 12, 16], (12, 16, 3), first, {}),
        ("gray_batch_of_3", classifier(1), [3, 1, 12, 12], (12, 12, 1), lambda x: np.repeat(first(x), 3, 0), {}),
        ("batch_in_a_reshape", classifier(reshape=[3, -1]), [3, 3, 8, 8], (8, 8, 3), lambda x: np.repeat(first(x), 3, 0), {}),
        ("weights_beside", classifier(), [1, 3, 8, 8], (8, 8, 3), first, dict(location="weights_beside.onnx.data")),
        ("weights_in_several_files", classifier(), [1, 3, 8, 8], (8, 8, 3), first, dict(all_tensors_to_one_file=False)),
    ]:
        save_onnx(name, network, shape, picture(name, *size), to_input, **external)
    nodes, constants, _ = classifier(tail=both)
    features = (nodes, constants + [weights("e", 8, 16)], ("features", "scores"))
    save_onnx("features_first", features, [1, 3, 8, 8], picture("features_first", 8, 8), first)
    best = helper.make_node("ArgMax", ["scores"], ["label"], axis=1, keepdims=0)
    label = helper.make_tensor_value_info("label", TensorProto.INT64, [1])
    save_onnx("label_first", classifier(tail=[best], outputs=(label, "scores")), [1, 3, 8, 8], picture("label_first", 8, 8), first)
    dense = [helper.make_node("Gemm", ["x", "v", "c"], ["logits"]), helper.make_node("Softmax", ["logits"], ["scores"], axis=1)]
    vector = (dense, [weights("v", 144, CLASSES), weights("c", CLASSES)], ("scores",))
    save_onnx("vector", vector, ["n", 144], picture("vector", 12, 12, 1), lambda x: x.reshape(1, -1))


def tflite_channels_first():
    layers = tf.keras.layers
    model = tf.keras.Sequential([layers.Input((3, 10, 14)), layers.Permute((2, 3, 1)), layers.Conv2D(8, 3, activation="relu"),
                                 layers.GlobalAveragePooling2D(), layers.Dense(CLASSES, activation="softmax")])
    model.set_weights([random.normal(0, 0.8, w.shape) for w in model.get_weights()])
    content = tf.lite.TFLiteConverter.from_keras_model(model).convert()
    (DATA / "channels_first.tflite").write_bytes(content)
    interpreter = Interpreter(model_content=content)
    interpreter.allocate_tensors()
    pixels = picture("channels_first", 10, 14)
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], first(pixels / np.float32(127.5) - 1))
    interpreter.invoke()
    expect("channels_first", interpreter.get_tensor(interpreter.get_output_details()[0]["index"]))


def tensorflow_graph(name, build):
    """`build` makes a graph up to [1, 8, 10, 3], and gives that and the tensor to feed with the picture."""
    v1 = tf.compat.v1
    with tf.Graph().as_default() as graph, v1.Session() as session:
        x, fed, to_input = build(v1)
        constant = lambda *shape: tf.constant(random.normal(0, 0.8, shape), tf.float32)
        features = tf.reduce_mean(tf.nn.relu(tf.nn.conv2d(x, constant(3, 3, 3, 8), 1, "SAME")), [1, 2])
        # As retrain.py has it between the network and its new last layer.
        features = v1.placeholder_with_default(features, [None, 8], name="bottleneck")
        scores = tf.nn.softmax(tf.matmul(features, constant(8, CLASSES)), name="final_result")
        expect(name, session.run(scores, {fed: to_input(picture(name, 8, 10))}))
        (DATA / f"{name}.pb").write_bytes(graph.as_graph_def().SerializeToString())


def placeholder(v1):
    x = v1.placeholder(tf.float32, [None, 8, 10, 3], name="input")
    return x, x, lambda pixels: pixels[None] / np.float32(127.5) - 1


def decoded(v1):
    image = tf.image.decode_jpeg(v1.constant(b"", name="DecodeJpeg/contents"), channels=3)
    x = v1.image.resize_bilinear(tf.expand_dims(tf.cast(image, tf.float32), 0), [8, 10])
    return (x - 128.0) * (1 / 128), image, lambda pixels: pixels


if __name__ == "__main__":
    DATA.mkdir(exist_ok=True)
    onnx_models()
    tflite_channels_first()
    tensorflow_graph("placeholder_within", placeholder)
    tensorflow_graph("decodes_itself", decoded)
