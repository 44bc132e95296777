#!/usr/bin/env python3
"""Makes small networks, each of a few operators, for wasm/tests/operators.rs, and the answers of their own runtimes.

    wasm/tests/operator_models.py                       the networks that are kept in wasm/tests/data/operators
    wasm/tests/operator_models.py --answer FOLDER FILE...
                                                        links to other models in a folder, and the answers to these; then
                                                        OPERATOR_MODELS=FOLDER cargo test --test operators -- --nocapture

Needs tensorflow-cpu and ai-edge-litert. Each network is written as a frozen graph (NAME.pb) and for TensorFlow Lite
(NAME.tflite), unless one of them has no such operator; beside it lies FILE.expected, its result in little-endian
floats for the input `numbers`.
"""

import argparse
import copy
import os
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import flatbuffers
import numpy as np
import tensorflow as tf
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter
from flatbuffers import flexbuffers
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

FOLDER = Path(__file__).resolve().parent / "data/operators"
SHAPE = (1, 6, 5, 3)


def numbers(shape):
    """Numbers in -1..1 without an order, the same as in the test."""
    return ((np.arange(np.prod(shape)) * 37 % 101).astype(np.float32) / np.float32(50) - np.float32(1)).reshape(shape)


def weights(*shape):
    """The same each time: a network is traced more than once."""
    random = np.random.default_rng(shape)
    return tf.constant(random.normal(0, 0.5, shape), tf.float32)


def joined(*parts):
    """All values of some tensors in a row."""
    return tf.concat([tf.reshape(tf.cast(part, tf.float32), [1, -1]) for part in parts], 1)


def unary(x):
    positive = tf.abs(x) + 0.1
    return joined(tf.nn.gelu(x, approximate=True), -x, tf.sign(x), tf.nn.elu(x), tf.floor(x * 3), tf.math.ceil(x * 3), tf.round(x * 3), tf.sin(x), tf.cos(x), tf.math.log(positive), positive ** 0.3,
                  tf.square(x), tf.nn.log_softmax(x), tf.nn.softplus(x), tf.nn.selu(x), tf.nn.softsign(x))


def unary_of_graphs(x):
    return joined(tf.nn.gelu(x, approximate=False), tf.math.erf(x), tf.math.erfc(x), tf.math.expm1(x), tf.math.log1p(tf.abs(x)),
                  tf.math.reciprocal(x + 2), tf.math.rint(x * 3), tf.math.divide_no_nan(x, tf.nn.relu(x)),
                  tf.norm(x, axis=3), tf.cast(tf.cast(x * 5, tf.int32), tf.float32),
                  tf.nn.elu(x * 2))


def binary(x):
    y = tf.constant(numbers((3,))) + 1.5
    return joined(tf.math.squared_difference(x, y), tf.math.floordiv(x, y), tf.math.floormod(x, y), tf.add_n([x, x * y, x + y]),
                  x > 0.2, x >= 0.2, x < 0.2, x <= 0.2, tf.equal(x, x[0, 0, 0, 0]), tf.not_equal(x, x[0, 0, 0, 0]),
                  tf.logical_and(x > 0, x < 0.5), tf.logical_or(x < 0, x > 0.5), tf.logical_not(x > 0),
                  tf.where(x > 0, x, x * y), tf.abs(x) ** y)


def reductions(x):
    return joined(*(reduce(x, axis, keepdims=keep) for keep in (False, True) for reduce, axis in
                    ((tf.reduce_sum, [1, 2]), (tf.reduce_max, [1, 2]), (tf.reduce_min, 3), (tf.reduce_prod, -1),
                     (tf.reduce_mean, [1]))),
                  tf.reduce_any(x > 0.9, 3), tf.reduce_all(x > -0.9, 3),
                  tf.cumsum(x, 2), tf.cumsum(x, 1, exclusive=True, reverse=True), tf.nn.l2_normalize(x, 3))


def picks(x):
    return joined(tf.gather(x, [2, 0, 0], axis=2), tf.gather_nd(x, [[0, 1, 2], [0, 5, 4]]), tf.tile(x, [1, 2, 1, 3]),
                  x[..., ::-1], x[:, 4:1:-2], x[:, ::2, 1:-1], x[:, tf.newaxis, 3], tf.reverse(x, [1, 2]),
                  *tf.split(x, [1, 3, 2], 1), *tf.unstack(x, axis=3), *tf.split(x, 3, axis=3),
                  tf.pad(x, [[0, 0], [2, 1], [1, 2], [0, 0]], "REFLECT"), tf.pad(x, [[0, 0], [1, 2], [0, 3], [0, 0]], "SYMMETRIC"),
                  tf.broadcast_to(x[:, :1], [2, 6, 5, 3]), tf.slice(x, [0, 1, 0, 1], [1, 3, -1, 2]))


def blocks(x):
    x = tf.concat([x, -x, x * 2, x + 1], 3)
    return joined(tf.nn.depth_to_space(x, 2), tf.nn.space_to_depth(x[:, :, :4], 2), tf.nn.local_response_normalization(x, 2, 1.5, 0.3, 0.6))


def resizes(x):
    raw = tf.raw_ops
    return joined(*(op(images=x, size=size, align_corners=corners, half_pixel_centers=half)
                    for op in (raw.ResizeBilinear, raw.ResizeNearestNeighbor) for size in ([9, 11], [4, 3])
                    for corners, half in ((False, False), (True, False), (False, True))))


def cubics(x):
    return joined(*(tf.raw_ops.ResizeBicubic(images=x, size=size, half_pixel_centers=half) for size in ([12, 10], [3, 5])
                    for half in (False, True)))


def transposed(x):
    same, valid = weights(3, 3, 4, 3), weights(2, 3, 5, 3)
    return joined(tf.nn.conv2d_transpose(x, same, [1, 12, 10, 4], 2, "SAME"), tf.nn.conv2d_transpose(x, same, [1, 11, 9, 4], 2, "SAME"),
                  tf.nn.conv2d_transpose(x, valid, [1, 17, 11, 5], [3, 2], "VALID"))


def attention(x):
    """One head of attention over pixels, its products written in several ways."""
    tokens = tf.reshape(x, [1, 30, 3]) @ weights(3, 8)
    q, k, v = tf.einsum("btc,cd->btd", tokens, weights(8, 8)), tokens @ weights(8, 8), tokens
    scores = tf.nn.softmax(tf.matmul(q, k, transpose_b=True) / 8 ** 0.5)
    mixed = tf.einsum("bqk,bkd->bdq", scores, v)
    return joined(mixed, tf.matmul(q, k, transpose_a=True))


def square_of_gate(x):
    """A part of a graph that is kept as a function."""
    return tf.square(tf.sigmoid(x)) * x


def best(x):
    """Ends in the best class; its scores are what is asked for."""
    return tf.argmax(tf.nn.softmax(tf.reshape(x, [1, -1])), 1)


def channels_first(x, layout):
    """A convolution, batch normalisation and pooling; TensorFlow itself runs the layout `NCHW` on graphics processors alone."""
    raw = tf.raw_ops
    first = layout == "NCHW"
    order = (lambda sizes: [sizes[0], sizes[3], sizes[1], sizes[2]]) if first else (lambda sizes: sizes)
    x = tf.transpose(x, [0, 3, 1, 2]) if first else x
    x = raw.Conv2D(input=x, filter=KERNEL, strides=order([1, 1, 2, 1]), padding="SAME", data_format=layout)
    x = raw.BiasAdd(value=x, bias=[0.1, -0.2, 0.3, 0.4], data_format=layout)
    x = raw.FusedBatchNormV3(x=x, scale=[1.0, 2, 3, 4], offset=[0.0, 1, 0, 1], mean=[0.1, 0.2, 0.3, 0.4], variance=[1.0, 2, 1, 2],
                             is_training=False, data_format=layout).y
    x = raw.MaxPool(input=tf.nn.relu(x), ksize=order([1, 2, 2, 1]), strides=order([1, 1, 1, 1]), padding="VALID", data_format=layout)
    return tf.transpose(x, [0, 2, 3, 1]) if first else x


KERNEL = weights(3, 3, 3, 4)
NETWORKS = [unary, binary, reductions, picks, blocks, resizes, transposed, attention]


def frozen(function):
    concrete = tf.function(function).get_concrete_function(tf.TensorSpec(SHAPE, tf.float32, name="input"))
    return convert_variables_to_constants_v2(concrete, lower_control_flow=False).graph.as_graph_def()


def store_graph(name, graph, expected):
    write(FOLDER / f"{name}.pb", graph.SerializeToString(), expected)


def lite(function):
    concrete = tf.function(function).get_concrete_function(tf.TensorSpec(SHAPE, tf.float32, name="input"))
    return tf.lite.TFLiteConverter.from_concrete_functions([concrete], tf.Module()).convert()


def store_lite(name, content):
    write(FOLDER / f"{name}.tflite", content, lite_answer(content))


def as_composite(content):
    """A model whose operators are moved to a subgraph, which the main one calls as a group under one name."""
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(content, 0))
    whole, part = model.subgraphs[0], copy.deepcopy(model.subgraphs[0])
    part.name = b"group"
    model.subgraphs.append(part)
    code, group = schema.OperatorCodeT(), schema.OperatorT()
    code.builtinCode = schema.BuiltinOperator.STABLEHLO_COMPOSITE
    code.deprecatedBuiltinCode = schema.BuiltinOperator.PLACEHOLDER_FOR_GREATER_OP_CODES
    model.operatorCodes.append(code)
    group.opcodeIndex, group.inputs, group.outputs = len(model.operatorCodes) - 1, whole.inputs, whole.outputs
    group.builtinOptions2Type = schema.BuiltinOptions2.StableHLOCompositeOptions
    group.builtinOptions2 = schema.StableHLOCompositeOptionsT()
    group.builtinOptions2.name, group.builtinOptions2.decompositionSubgraphIndex = b"odml.gate", 1
    group.builtinOptions2.compositeAttributes = list(flexbuffers.Dumps({}))
    whole.operators = [group]
    builder = flatbuffers.Builder(0)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def write(path, content, expected):
    path.write_bytes(content)
    Path(f"{path}.expected").write_bytes(np.asarray(expected).astype("<f4").tobytes())
    print(f"{path.name}: {len(content)} bytes, {np.size(expected)} values", flush=True)


def lite_answer(content):
    interpreter = Interpreter(model_content=content, num_threads=1)
    interpreter.allocate_tensors()
    given, made = interpreter.get_input_details()[0], interpreter.get_output_details()[0]
    interpreter.set_tensor(given["index"], numbers(given["shape"]).astype(given["dtype"]))
    interpreter.invoke()
    return interpreter.get_tensor(made["index"])


def graph_answer(graph):
    read = {name.lstrip("^").split(":")[0] for node in graph.node for name in node.input}
    results = [node.name for node in graph.node if node.name not in read and node.op not in ("Const", "NoOp", "Placeholder")]
    with tf.Graph().as_default() as imported, tf.compat.v1.Session() as session:
        tf.import_graph_def(graph, name="")
        given = imported.get_tensor_by_name(next(node.name for node in graph.node if node.op == "Placeholder") + ":0")
        return session.run(imported.get_tensor_by_name(results[-1] + ":0"), {given: numbers(given.shape)})


def kept():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for network in NETWORKS:
        store_graph(network.__name__, frozen(network), network(tf.constant(numbers(SHAPE))))
        store_lite(network.__name__, lite(network))
    store_graph("unary_of_graphs", frozen(unary_of_graphs), unary_of_graphs(tf.constant(numbers(SHAPE))))
    store_graph("cubics", frozen(cubics), cubics(tf.constant(numbers(SHAPE))))
    store_lite("composite", as_composite(lite(square_of_gate)))
    gate = tf.function(square_of_gate, experimental_implements="gate", jit_compile=True)
    called = tf.function(lambda x: gate(gate(x) + 1)).get_concrete_function(tf.TensorSpec(SHAPE, tf.float32, name="input"))
    store_graph("functions", called.graph.as_graph_def(), square_of_gate(square_of_gate(numbers(SHAPE)) + 1))
    scores = tf.nn.softmax(numbers((1, 90)))
    store_graph("best", frozen(best), scores)
    store_graph("channels_first", frozen(lambda x: channels_first(x, "NCHW")), channels_first(numbers(SHAPE), "NHWC"))
    grouped = weights(3, 3, 1, 6)
    store_graph("groups", frozen(lambda x: tf.nn.conv2d(x, grouped, 1, "SAME")), group_answer(numbers(SHAPE), grouped))


def group_answer(x, kernel):
    """A convolution in groups, one group at a time."""
    parts = zip(np.split(x, 3, 3), np.split(kernel.numpy(), 3, 3))
    return np.concatenate([tf.nn.conv2d(part, filters, 1, "SAME") for part, filters in parts], 3)


def answer(folder, files):
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        content = file.read_bytes()
        is_lite = content[4:8] == b"TFL3"
        expected = lite_answer(content) if is_lite else graph_answer(tf.compat.v1.GraphDef.FromString(content))
        link = folder / file.name
        link.unlink(missing_ok=True)
        link.symlink_to(file.resolve())
        Path(f"{link}.expected").write_bytes(np.asarray(expected).astype("<f4").tobytes())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--answer", type=Path, metavar="FOLDER")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    answer(arguments.answer, arguments.files) if arguments.answer else kept()


if __name__ == "__main__":
    main()
