#!/usr/bin/env python3
"""Makes ONNX models with random weights under fixed seeds and compares the guest with ONNX Runtime.

    python3 tests/onnx_models.py                 writes small ones, with ONNX Runtime's answers, to tests/data/onnx
    cargo build --release --example run_tensor
    python3 tests/onnx_models.py --large FOLDER  makes full-size ones there and prints how far the guest is from the truth

Needs the packages onnx and onnxruntime.
"""

import argparse
import os
import subprocess
import sys

import numpy as np
import onnx
import onnxruntime
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_dynamic, quantize_static

import onnx_networks as networks
import onnx_operators as operators
import onnx_transformers as transformers
from onnx_networks import MOBILENET_V3_LARGE, MOBILENET_V3_SMALL, Net

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "data", "onnx")
TARGET = os.environ.get("CARGO_TARGET_DIR", os.path.join(HERE, "..", "target"))
RUNNER = os.path.join(TARGET, "release", "examples", "run_tensor")

# name: network, opset, arguments of the full-size one, arguments of the small one
MODELS = {
    "lenet": (networks.lenet, 8, dict(size=28, channels=1, classes=10), dict(width=0.08)),
    "squeezenet_1_1": (networks.squeezenet, 7, dict(size=224), dict(size=40, width=0.08, classes=10)),
    "vgg16": (networks.vgg16, 13, dict(size=224), dict(size=32, width=0.015, depth=1, classes=10)),
    "resnet18": (lambda net: networks.resnet(net, [2, 2, 2, 2], False), 11, dict(size=224),
                 dict(size=33, width=0.03, depth=1, classes=10)),
    "resnet50": (lambda net: networks.resnet(net, [3, 4, 6, 3], True), 9, dict(size=224),
                 dict(size=33, width=0.02, depth=1, classes=10)),
    "mobilenet_v1": (networks.mobilenet_v1, 17, dict(size=224, layout="NHWC", classes=1001),
                     dict(size=40, width=0.1, depth=2, classes=10)),
    "mobilenet_v2": (networks.mobilenet_v2, 13, dict(size=224), dict(size=36, width=0.05, depth=1, classes=10)),
    "mobilenet_v3_small": (lambda net: networks.mobilenet_v3(net, MOBILENET_V3_SMALL, 1024), 14, dict(size=224),
                           dict(size=36, width=0.08, depth=2, classes=10)),
    "mobilenet_v3_large": (lambda net: networks.mobilenet_v3(net, MOBILENET_V3_LARGE, 1280, True), 12, dict(size=224),
                           dict(size=36, width=0.06, depth=3, classes=10)),
    "efficientnet_b0": (lambda net: networks.efficientnet(net, False), 15, dict(size=224),
                        dict(size=33, width=0.04, depth=1, classes=10)),
    "efficientnet_lite0": (lambda net: networks.efficientnet(net, True), 10, dict(size=224),
                           dict(size=40, width=0.04, depth=1, classes=10)),
    "shufflenet_v2": (networks.shufflenet_v2, 12, dict(size=224), dict(size=32, width=0.06, depth=2, classes=10)),
    "densenet121": (networks.densenet121, 9, dict(size=224), dict(size=36, width=0.08, depth=2, classes=10)),
    "inception_v1": (networks.inception_v1, 10, dict(size=224), dict(size=44, width=0.06, depth=1, classes=10)),
    "inception_v3": (networks.inception_v3, 16, dict(size=299), dict(size=80, width=0.02, depth=1, classes=10)),
    "odd_ops": (networks.odd_ops, 18, dict(size=20, classes=10), {}),
    "moving_ops": (operators.moving_ops, 18, dict(size=16, classes=10), {}),
    "resizing_ops": (operators.resizing_ops, 18, dict(size=8, classes=10), {}),
    "normalising_ops": (operators.normalising_ops, 18, dict(size=16, classes=10), {}),
    "vit_tiny": (transformers.vit, 17, dict(size=224), dict(size=24, width=0.125, depth=2, classes=10)),
    "vit_tiny_spelt_out": (transformers.vit, 13, dict(size=224), dict(size=16, width=0.07, depth=1, classes=10)),
    "convnext_atto": (transformers.convnext, 20, dict(size=224), dict(size=64, width=0.05, depth=1, classes=10)),
    "convnext_atto_spelt_out": (transformers.convnext, 16, dict(size=224), dict(size=64, width=0.05, depth=1, classes=10)),
}

# Networks as exporters wrote them, without their weights; they come with the onnx package.
LIGHT = os.path.join(os.path.dirname(onnx.__file__), "backend", "test", "data", "light")
EXPORTED = ["light_bvlc_alexnet", "light_densenet121", "light_inception_v1", "light_inception_v2", "light_resnet50",
            "light_shufflenet", "light_squeezenet", "light_vgg19", "light_zfnet512"]


def exported(name):
    """One of them up to its softmax, which would hide differences, with random weights, an input and the output."""
    random = np.random.default_rng(1)
    model = onnx.load(os.path.join(LIGHT, name + ".onnx"))
    shapes = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    nodes = list(model.graph.node)
    if nodes[-1].op_type == "Softmax":
        model.graph.output[0].name = nodes.pop().input[0]
    del model.graph.node[:]
    for node in nodes:
        if node.op_type != "ConstantOfShape":
            model.graph.node.append(node)
            continue
        shape = shapes[node.input[0]]
        fan_in = int(np.prod(shape[1:]))
        values = random.normal(0, (2 / fan_in) ** 0.5, shape) if len(shape) > 1 else random.uniform(0.5, 1.5, shape)
        model.graph.initializer.append(onnx.numpy_helper.from_array(values.astype(np.float32), node.output[0]))
    data_input = next(value for value in model.graph.input if value.name not in shapes)
    data = random.uniform(-1, 1, [size.dim_value for size in data_input.type.tensor_type.shape.dim]).astype(np.float32)
    return model, data, run_native(model.SerializeToString(), data_input.name, data)


def run_native(model, name, data):
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options).run(None, {name: data})[0]


def make(name, **changes):
    """The model, an input and ONNX Runtime's output."""
    if name in EXPORTED:
        return exported(name)
    build, opset, arguments, _ = MODELS[name]
    seed = list(MODELS).index(name) + 1
    net = Net(name, seed, opset, **{**arguments, **changes})
    model = net.model(build(net))
    onnx.checker.check_model(model)
    # Multiples of 1/127, to be kept as bytes.
    data = np.random.default_rng(seed + 1000).integers(-127, 128, net.input_shape).astype(np.float32) / 127
    return model, data, run_native(model.SerializeToString(), "input", data)


def channels_last(data):
    """The guest's order; the one model with its channels last has it already."""
    return np.ascontiguousarray(data if data.shape[3] in (1, 3) else np.transpose(data, (0, 2, 3, 1)))


def store_answer(path, data, expected):
    """What a test needs beside a model: the input in bytes, each 127 times the value, and ONNX Runtime's output."""
    channels_last(np.round(data * 127).astype(np.int8)).tofile(path + ".input")
    expected.astype("<f4").tofile(path + ".expected")


def write_small():
    os.makedirs(DATA, exist_ok=True)
    for name in MODELS:
        model, data, expected = make(name, **MODELS[name][3])
        path = os.path.join(DATA, name)
        onnx.save(model, path + ".onnx")
        store_answer(path, data, expected)
        spread = np.ptp(expected) / np.abs(expected).max()
        print(f"{name}: {os.path.getsize(path + '.onnx')} bytes, {len(model.graph.node)} nodes, relative spread {spread:.2g}")


class Calibration(CalibrationDataReader):
    def __init__(self, shape):
        self.inputs = ({"input": np.random.default_rng(seed).uniform(-1, 1, shape).astype(np.float32)} for seed in range(8))

    def get_next(self):
        return next(self.inputs, None)


def write_quantised(name):
    """A small model with its channels last again, with a QuantizeLinear and a DequantizeLinear around every op and 8-bit weights per channel."""
    source, target = (os.path.join(DATA, file) for file in (name, name + "_quantised"))
    shape = make(name, **MODELS[name][3])[1].shape
    quantize_static(source + ".onnx", target + ".onnx", Calibration(shape), quant_format=QuantFormat.QDQ, per_channel=True,
                    activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8)
    data = np.fromfile(source + ".input", np.int8).astype(np.float32).reshape(shape) / 127
    run_native(target + ".onnx", "input", data).astype("<f4").tofile(target + ".expected")
    print(f"{name}_quantised: {os.path.getsize(target + '.onnx')} bytes")


def write_variants():
    """Small models as ONNX Runtime writes them: with quantised operators, quantised as they run, and with fused operators."""
    def path(name):
        return os.path.join(DATA, name)

    shape = make("resnet18", **MODELS["resnet18"][3])[1].shape
    quantize_static(path("resnet18.onnx"), path("resnet18_qoperator.onnx"), Calibration(shape), quant_format=QuantFormat.QOperator,
                    activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8)
    quantize_dynamic(path("lenet.onnx"), path("lenet_dynamic.onnx"), weight_type=QuantType.QUInt8)
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = path("squeezenet_1_1_fused.onnx")
    onnxruntime.InferenceSession(path("squeezenet_1_1.onnx"), options)
    for name in ("resnet18_qoperator", "lenet_dynamic", "squeezenet_1_1_fused"):
        source = name[:name.rindex("_")]
        shape = make(source, **MODELS[source][3])[1].shape
        stored = np.fromfile(path(source + ".input"), np.int8).astype(np.float32) / 127
        data = np.ascontiguousarray(np.transpose(stored.reshape([shape[0], *shape[2:], shape[1]]), (0, 3, 1, 2)))
        run_native(path(name + ".onnx"), "input", data).astype("<f4").tofile(path(name + ".expected"))
        print(f"{name}: {os.path.getsize(path(name + '.onnx'))} bytes")


def compare_large(folder, only):
    os.makedirs(folder, exist_ok=True)
    print("| model | file, MB | relative error | same best class | load, ms | run, ms | weights, MB | arena, MB | peak memory, MB |")
    print("|---|---|---|---|---|---|---|---|---|")
    worst = 0.0
    for name in only or [*MODELS, *EXPORTED]:
        model, data, expected = make(name)
        paths = [os.path.join(folder, f"{name}.{end}") for end in ("onnx", "tensor", "output")]
        onnx.save(model, paths[0])
        if name in MODELS:
            store_answer(os.path.join(folder, name), data, expected)
        channels_last(data).astype("<f4").tofile(paths[1])
        del model
        done = subprocess.run([RUNNER, *paths], capture_output=True, text=True)
        if done.returncode:
            print(f"| {name} | failed: {done.stderr.strip()} |")
            worst = float("inf")
            continue
        facts = dict(part.split("=") for part in done.stdout.splitlines()[0].split())
        result = np.fromfile(paths[2], "<f4").reshape(expected.shape)
        error = np.abs(result - expected).max() / np.abs(expected).max()
        worst = max(worst, error)
        megabytes = [os.path.getsize(paths[0]), int(facts["weight_bytes"]), int(facts["arena_bytes"]),
                     int(facts["peak_bytes"])]
        size, weights, arena, peak = [round(count / 2**20, 1) for count in megabytes]
        same = "yes" if result.argmax() == expected.argmax() else "no"
        print(f"| {name} | {size} | {error:.1e} | {same} | {facts['load_ms']} | {facts['run_ms']} | {weights} | {arena} | {peak} |",
              flush=True)
    return worst


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--large", metavar="FOLDER", help="compare full-size models, written to this folder")
    parser.add_argument("models", nargs="*", help="only these, with --large")
    arguments = parser.parse_args()
    if not arguments.large:
        write_small()
        write_quantised("mobilenet_v1")
        write_variants()
    elif not compare_large(arguments.large, arguments.models) <= 1e-3:
        sys.exit("the guest differs by more than 1e-3")


if __name__ == "__main__":
    main()
