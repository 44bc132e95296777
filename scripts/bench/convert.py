"""Writes what the peers of bench-peers.sh need: the model as float.tflite and model.onnx with the same weights, and the pictures as
pictures.f32, RGB from -1 to 1, resized to the model's input with an antialiased filter. An ONNX model becomes model.onnx alone, which
takes its pictures with the channels last, as the others do.

Usage: convert.py MODEL.pb|MODEL.onnx DIRECTORY PICTURE...
"""

import pathlib
import sys

import numpy as np
import onnx
import tensorflow as tf
from onnx import TensorProto, helper, numpy_helper
from PIL import Image


def read_graph(path):
    graph = tf.compat.v1.GraphDef()
    graph.ParseFromString(path.read_bytes())
    return graph


def to_tflite(path, source, output):
    converter = tf.compat.v1.lite.TFLiteConverter.from_frozen_graph(str(path), [source], [output])
    return converter.convert()


class OnnxWriter:
    """Translates the operations of a MobileNet, from NHWC to NCHW; one function for each, which returns the name of its result."""

    def __init__(self, graph):
        self.by_name = {node.name: node for node in graph.node}
        self.nodes, self.weights, self.done = [], [], {}

    def tensor(self, name):
        """The constant that an input is, seen through Identity."""
        node = self.by_name[name.split(":")[0]]
        while node.op == "Identity":
            node = self.by_name[node.input[0]]
        return tf.make_ndarray(node.attr["value"].tensor)

    def weight(self, array, name):
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def value(self, name):
        if name not in self.done:
            node = self.by_name[name]
            self.done[name] = getattr(self, node.op)(node)
        return self.done[name]

    def add(self, op, inputs, node, **attributes):
        self.nodes.append(helper.make_node(op, inputs, [node.name], **attributes))
        return node.name

    def Placeholder(self, node):
        self.nodes.append(helper.make_node("Transpose", [node.name], ["nchw"], perm=[0, 3, 1, 2]))
        return "nchw"

    def Identity(self, node):
        return self.value(node.input[0])

    def window(self, node):
        padding = {b"SAME": "SAME_UPPER", b"VALID": "VALID"}[node.attr["padding"].s]
        return {"auto_pad": padding, "strides": list(node.attr["strides"].list.i)[1:3]}

    def Conv2D(self, node):
        kernel = self.weight(self.tensor(node.input[1]).transpose(3, 2, 0, 1), node.name + "/kernel")
        return self.add("Conv", [self.value(node.input[0]), kernel], node, **self.window(node))

    def DepthwiseConv2dNative(self, node):
        kernel = self.tensor(node.input[1])  # height, width, channels, 1
        channels = kernel.shape[2]
        kernel = self.weight(kernel.transpose(2, 3, 0, 1), node.name + "/kernel")
        return self.add("Conv", [self.value(node.input[0]), kernel], node, group=channels, **self.window(node))

    def FusedBatchNormV3(self, node):
        names = ["gamma", "beta", "mean", "variance"]
        weights = [self.weight(self.tensor(i), f"{node.name}/{n}") for i, n in zip(node.input[1:], names)]
        return self.add("BatchNormalization", [self.value(node.input[0]), *weights], node, epsilon=node.attr["epsilon"].f)

    def Relu6(self, node):
        low, high = (self.weight(np.float32(v), f"{node.name}/{v}") for v in (0, 6))
        return self.add("Clip", [self.value(node.input[0]), low, high], node)

    def AddV2(self, node):
        return self.add("Add", [self.value(i) for i in node.input], node)

    def BiasAdd(self, node):
        bias = self.weight(self.tensor(node.input[1]).reshape(1, -1, 1, 1), node.name + "/bias")
        return self.add("Add", [self.value(node.input[0]), bias], node)

    def AvgPool(self, node):
        return self.add("AveragePool", [self.value(node.input[0])], node, kernel_shape=list(node.attr["ksize"].list.i)[1:3],
                        **self.window(node))

    def Squeeze(self, node):  # of height and width, which are 1 here
        return self.add("Flatten", [self.value(node.input[0])], node)

    def Reshape(self, node):  # of a vector of classes to itself
        return self.value(node.input[0])

    def Softmax(self, node):
        return self.add("Softmax", [self.value(node.input[0])], node, axis=1)

    def model(self, source, shape, output):
        result = self.value(output)
        graph = helper.make_graph(
            self.nodes, "model", [helper.make_tensor_value_info(source, TensorProto.FLOAT, shape)],
            [helper.make_tensor_value_info(result, TensorProto.FLOAT, [1, "classes"])], self.weights)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        onnx.checker.check_model(model)
        return model.SerializeToString()


def tensor_of(picture, size):
    pixels = Image.open(picture).convert("RGB").resize((size, size), Image.BILINEAR)
    return np.asarray(pixels, np.float32) / 127.5 - 1


def channels_last(model):
    """An ONNX model with a transposition in front, its input's name and its side."""
    graph = model.graph
    constants = {tensor.name for tensor in graph.initializer}
    source = next(value for value in graph.input if value.name not in constants)
    side = source.type.tensor_type.shape.dim[2].dim_value
    graph.node.insert(0, helper.make_node("Transpose", ["pictures"], [source.name], perm=[0, 3, 1, 2]))
    source.CopyFrom(helper.make_tensor_value_info("pictures", TensorProto.FLOAT, [1, side, side, 3]))
    return "pictures", side


def write_pictures(directory, pictures, source, output, side):
    np.stack([tensor_of(picture, side) for picture in pictures]).tofile(directory / "pictures.f32")
    (directory / "shape.txt").write_text(f"{source} {output} {side}\n")


def main():
    model, directory, pictures = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3:]
    if model.suffix == ".onnx":
        network = onnx.load(model)
        source, side = channels_last(network)
        onnx.save(network, directory / "model.onnx")
        write_pictures(directory, pictures, source, network.graph.output[0].name, side)
        return
    graph = read_graph(model)
    source = next(node for node in graph.node if node.op == "Placeholder")
    used = {name.split(":")[0] for node in graph.node for name in node.input}
    output = [node.name for node in graph.node if node.name not in used and node.op != "Const"][-1]
    shape = [max(1, dim.size) for dim in source.attr["shape"].shape.dim]
    write_pictures(directory, pictures, source.name, output, shape[1])
    (directory / "float.tflite").write_bytes(to_tflite(model, source.name, output))
    try:
        (directory / "model.onnx").write_bytes(OnnxWriter(graph).model(source.name, shape, output))
    except (AttributeError, KeyError) as missing:
        print(f"bench-peers: without ONNX Runtime: the converter does not know {missing}", file=sys.stderr)


main()
