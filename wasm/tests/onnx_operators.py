"""Graphs of operators that the networks of onnx_networks.py leave out, written as exporters write them."""

import numpy as np


def integers(net, *values):
    return net.constant(values, np.int64)


def legacy_pad(net, x, pads):
    """`torch.nn.functional.pad` as PyTorch's older exporter writes it: pairs from the last axis back, turned round."""
    zeros = net.op("ConstantOfShape", net.op("Sub", integers(net, 8), integers(net, len(pads))))
    pairs = net.op("Reshape", net.op("Concat", integers(net, *pads), net.op("Cast", zeros, to=7), axis=0), integers(net, -1, 2))
    turned = net.op("Slice", pairs, integers(net, -1), integers(net, -(2**63) + 1), integers(net, 0), integers(net, -1))
    return net.op("Pad", x, net.op("Reshape", net.op("Transpose", turned, perm=[1, 0]), integers(net, -1)), net.constant(0.0))


def classes(net, x, count):
    """Mean over height and width, then a dense layer."""
    x = net.op("Flatten", net.op("GlobalAveragePool", x))
    return net.gemm(x, net.classes, count)


def moving_ops(net):
    """Flips, padding of every mode, tiles, gathers and scatters, blocks of pixels."""
    x = legacy_pad(net, net.op("GatherND", net.op("Transpose", "input", perm=[1, 0, 2, 3]), integers(net, [2], [1], [0])), [1, 2, 0, 3])
    x = net.op("Transpose", x, perm=[1, 0, 2, 3])
    x = net.op("Slice", x, integers(net, 2**63 - 1, -2), integers(net, -(2**63), -100), integers(net, 3, 2), integers(net, -1, -2))
    net.channels[x] = 3
    for mode in ("reflect", "edge", "wrap"):
        x = net.op("Pad", x, integers(net, 0, 0, 2, 1, 0, 0, 1, 3), mode=mode)
    x = net.conv(x, 12, 3, stride=2)
    y = net.op("SpaceToDepth", net.op("DepthToSpace", x, blocksize=2, mode="CRD"), blocksize=2)
    x = net.op("DepthToSpace", net.op("Concat", x, y, axis=1), blocksize=2, mode="DCR")
    x = net.op("Tile", x, integers(net, 1, 2, 1, 1))
    updates = net.op("Squeeze", net.op("Slice", x, integers(net, 6), integers(net, 8), integers(net, 1)), integers(net, 0))
    x = net.op("ScatterND", x, integers(net, [0, 1], [0, 4]), updates)
    index = net.random.integers(0, 5, (1, 12, 7, 7))
    x = net.op("GatherElements", x, net.constant(index, np.int64), axis=2)
    x = net.op("CumSum", net.op("Trilu", x, net.constant(-2, np.int64)), net.constant(3, np.int64), reverse=1)
    return classes(net, x, 12)


def resizing_ops(net):
    """Resizes of every kind, and convolutions that make a picture larger."""
    x = net.conv("input", 4, 3, pad=1)
    scales = net.constant([1, 1, 2, 1.5])

    def resize(x, sizes=None, **attributes):
        inputs = ["", "", integers(net, 1, 4, *sizes)] if sizes else ["", scales]
        y = net.op("Resize", x, *inputs, **attributes)
        net.channels[y] = 4
        return y

    parts = [resize(x, coordinate_transformation_mode="asymmetric", nearest_mode="floor"),
             resize(x, mode="linear"), resize(x, mode="linear", coordinate_transformation_mode="align_corners"),
             resize(x, mode="cubic", coordinate_transformation_mode="pytorch_half_pixel"),
             resize(x, mode="cubic", exclude_outside=1, cubic_coeff_a=-0.5)]
    x = net.op("Concat", *[resize(part, (7, 9), mode="linear", antialias=1) for part in parts], axis=1)
    x = net.op("ConvTranspose", x, net.weights((20, 3, 3, 2), 60), net.constant(net.random.normal(0, 0.1, 6)), group=2,
               strides=[2, 3], pads=[1, 0, 0, 1], output_padding=[1, 2], dilations=[2, 1])
    x = net.op("ConvTranspose", x, net.weights((6, 4, 2, 2), 6), strides=[2, 2], auto_pad="SAME_UPPER")
    line = net.op("Squeeze", net.op("GlobalAveragePool", x), integers(net, -1))
    line = net.op("Conv", net.op("Transpose", line, perm=[0, 2, 1]), net.weights((1, 1, 3), 3), pads=[1, 1], kernel_shape=[3])
    gate = net.op("Unsqueeze", net.op("Transpose", net.op("HardSigmoid", line), perm=[0, 2, 1]), integers(net, 3))
    return classes(net, net.op("Mul", x, gate), 4)


def normalising_ops(net):
    """Normalisations by groups and instances, standardised weights, and activations that are rare."""
    weights = net.weights((8, 3, 3, 3), 27)
    flat = net.op("Reshape", weights, integers(net, 1, 8, -1))
    ones, zeros = net.constant(net.random.uniform(0.5, 1, 8)), net.constant(np.zeros(8))
    flat = net.op("BatchNormalization", flat, ones, zeros, zeros, ones, training_mode=1, outputs=3)[0]
    x = net.op("Conv", "input", net.op("Reshape", flat, integers(net, 8, 3, 3, 3)), strides=[2, 2])
    groups = net.op("Reshape", x, integers(net, 0, 4, -1))
    scale, bias = (net.constant(net.random.uniform(0.5, 1, 4)) for _ in range(2))
    x = net.op("Reshape", net.op("InstanceNormalization", groups, scale, bias), net.op("Shape", x))
    parts = [net.op("Softsign", x), net.op("ThresholdedRelu", x, alpha=0.3), net.op("Shrink", x, lambd=0.2, bias=0.1),
             net.op("LpNormalization", x, axis=1), net.op("MeanVarianceNormalization", x),
             net.op("Mod", x, net.constant(0.7), fmod=1), net.op("Mean", x, net.op("Abs", x))]
    x = net.op("Concat", *parts, axis=1)
    x = net.op("LpPool", x, kernel_shape=[2, 2], p=2, strides=[2, 2])
    return classes(net, x, 56)
