#!/usr/bin/env python3
"""Makes small classifiers, and what their own runtimes compute before the last layer, for wasm/tests/features.rs.

    wasm/tests/features_models.py        writes them to wasm/tests/data/features

Needs tensorflow, onnx, onnxruntime and ai-edge-litert. Weights and the picture are random under a fixed seed. All networks see the
same picture (picture.pixels: 8-bit RGB, row by row), whose pixels become -1..1. FILE.expected has a little-endian float for each
feature. trained.* have what `train` writes into a file beside the network.
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
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

DATA = Path(__file__).resolve().parent / "data/features"
SIDE, WIDTH, CLASSES = 12, 10, 3
PREPROCESSING = "mean=2.0,1.0,0.0\nstd=2.0,4.0,8.0\nchannels=rgb\ncrop=center:0.875\nresize=bicubic\n"
LABELS = '["red", "it\'s \\"green\\"", "blau"]'
random = np.random.default_rng(7)
pixels = random.integers(0, 256, (SIDE, SIDE, 3), np.uint8)
picture = (pixels / np.float32(127.5) - 1)[None].astype(np.float32)


def weights(name, *shape):
    return numpy_helper.from_array(random.normal(0, 0.8, shape).astype(np.float32), name)


def save_onnx(name, tail, features, constants, properties=()):
    node = helper.make_node
    nodes = [node("Conv", ["x", "w", "b"], ["conv"], strides=[2, 2], pads=[1, 1, 1, 1]), node("Relu", ["conv"], ["relu"]), *tail]
    graph = helper.make_graph(nodes, name, [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 3, SIDE, SIDE])],
                              [helper.make_tensor_value_info("scores", TensorProto.FLOAT, None)],
                              [weights("w", WIDTH, 3, 3, 3), weights("b", WIDTH), *constants])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    for key, value in properties:
        model.metadata_props.add(key=key, value=value)
    onnx.save(model, DATA / f"{name}.onnx")
    if features:
        model.graph.output.append(helper.make_tensor_value_info(features, TensorProto.FLOAT, None))
        session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
        expect(f"{name}.onnx", session.run([features], {"x": picture.transpose(0, 3, 1, 2)})[0])


def expect(file, features):
    (DATA / f"{file}.expected").write_bytes(np.asarray(features, "<f4").tobytes())


def onnx_models():
    node = helper.make_node
    pooled, flat = node("GlobalAveragePool", ["relu"], ["pooled"]), node("Flatten", ["pooled"], ["flat"])
    softmax = node("Softmax", ["logits"], ["scores"], axis=1)
    dense = [weights("v", WIDTH, CLASSES), weights("c", CLASSES)]
    save_onnx("gemm", [pooled, flat, node("Gemm", ["flat", "v", "c"], ["logits"]), softmax], "flat", dense)
    save_onnx("matmul", [pooled, flat, node("MatMul", ["flat", "v"], ["product"]), node("Add", ["c", "product"], ["scores"])], "flat", dense)
    convolution = [weights("v", CLASSES, WIDTH, 1, 1), weights("c", CLASSES)]
    save_onnx("conv", [pooled, node("Conv", ["pooled", "v", "c"], ["map"]), node("Flatten", ["map"], ["logits"]), softmax], "pooled", convolution)
    save_onnx("map", [node("Conv", ["relu", "v", "c"], ["map"]), node("GlobalAveragePool", ["map"], ["mean"]), node("Flatten", ["mean"], ["logits"]),
                      softmax], None, convolution)
    properties = [("names", '{"0": "red", "1": "it\'s \\"green\\"", "2": "blau"}'), ("wasm_classify.preprocessing", PREPROCESSING)]
    save_onnx("trained", [pooled, flat, node("Gemm", ["flat", "v", "c"], ["logits"]), softmax], None, dense, properties)


def freeze(layers, extra):
    """A graph of `layers` behind a convolution, with constant texts."""
    filters = tf.constant(random.normal(0, 0.8, (3, 3, 3, WIDTH)).astype(np.float32))

    def network(x):
        return layers(tf.nn.relu(tf.nn.conv2d(x, filters, 2, "SAME")))

    function = tf.function(network).get_concrete_function(tf.TensorSpec([1, SIDE, SIDE, 3], name="x"))
    frozen = convert_variables_to_constants_v2(function).graph.as_graph_def()
    for name, text in extra:
        frozen.node.append(tf.compat.v1.NodeDef(name=name, op="Const", attr={
            "dtype": tf.compat.v1.AttrValue(type=tf.string.as_datatype_enum),
            "value": tf.compat.v1.AttrValue(tensor=tf.make_tensor_proto(text))}))
    return frozen


def save_frozen(name, layers, extra=()):
    graph = freeze(layers, extra)
    (DATA / f"{name}.pb").write_bytes(graph.SerializeToString())
    if extra:
        return
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        tf.import_graph_def(graph, name="")
        expect(f"{name}.pb", session.run("features:0", {"x:0": picture}))


def tensorflow_models():
    v = tf.constant(random.normal(0, 0.8, (WIDTH, CLASSES)).astype(np.float32))
    c = tf.constant(random.normal(0, 0.8, CLASSES).astype(np.float32))
    dense = lambda x: tf.nn.softmax(tf.nn.bias_add(tf.matmul(tf.reduce_mean(x, [1, 2], name="features"), v), c), name="scores")
    filters = tf.reshape(v, (1, 1, WIDTH, CLASSES))
    conv = lambda x: tf.nn.softmax(tf.squeeze(tf.nn.bias_add(
        tf.nn.conv2d(tf.reduce_mean(x, [1, 2], keepdims=True, name="features"), filters, 1, "SAME"), c), [1, 2]), name="scores")
    save_frozen("dense", dense)
    save_frozen("conv", conv)
    save_frozen("trained", dense, [("wasm_classify.labels", LABELS), ("wasm_classify.preprocessing", PREPROCESSING)])
    lite("dense", dense)
    lite("conv", conv)
    lite("quantised", dense, quantised=True)
    trained = lite("trained", dense)
    from ai_edge_litert import schema_py_generated as schema
    import flatbuffers
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(trained))
    for key, text in [("wasm_classify.labels", LABELS), ("wasm_classify.preprocessing", PREPROCESSING)]:
        model.buffers.append(schema.BufferT(data=list(text.encode())))
        model.metadata = (model.metadata or []) + [schema.MetadataT(name=key, buffer=len(model.buffers) - 1)]
    builder = flatbuffers.Builder()
    builder.Finish(model.Pack(builder), b"TFL3")
    (DATA / "trained.tflite").write_bytes(builder.Output())


def lite(name, layers, quantised=False):
    module = tf.Module()
    filters = tf.constant(random.normal(0, 0.8, (3, 3, 3, WIDTH)).astype(np.float32))

    @tf.function(input_signature=[tf.TensorSpec([1, SIDE, SIDE, 3])])
    def network(x):
        return layers(tf.nn.relu6(tf.nn.conv2d(x, filters, 2, "SAME")))

    converter = tf.lite.TFLiteConverter.from_concrete_functions([network.get_concrete_function()], module)
    if quantised:
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
        converter.representative_dataset = lambda: ([random.uniform(-1, 1, (1, SIDE, SIDE, 3)).astype(np.float32)] for _ in range(20))
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    model = converter.convert()
    interpreter = Interpreter(model_content=model, experimental_preserve_all_tensors=True)
    interpreter.allocate_tensors()
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], picture)
    interpreter.invoke()
    tensor = next(tensor for tensor in interpreter.get_tensor_details() if tensor["name"] == "features")
    values = interpreter.get_tensor(tensor["index"]).astype(np.float32)
    if quantised:
        scale, zero = tensor["quantization"]
        values = (values - zero) * np.float32(scale)
    (DATA / f"{name}.tflite").write_bytes(model)
    if name != "trained":
        expect(f"{name}.tflite", values)
    return model


(DATA / "picture.pixels").write_bytes(pixels.tobytes())
onnx_models()
tensorflow_models()
