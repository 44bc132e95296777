"""Vision transformers and the convolutional networks that took over their parts, as ONNX graphs with random weights: see
onnx_networks.py, whose `Net` builds them.

Before opset 17 there is no LayerNormalization and before opset 20 no Gelu: exporters spell them out, and so do these."""

import numpy as np


def layer_norm(net, x, count, axis=-1):
    """Over one axis. `axis` 1 is spelt out in any opset, as exporters do it for the channels of a picture."""
    shape = (count,) if axis == -1 else (count, 1, 1)
    scale, bias = net.constant(net.random.uniform(0.7, 1.3, shape)), net.constant(net.random.normal(0, 0.2, shape))
    if net.opset >= 17 and axis == -1:
        return net.op("LayerNormalization", x, scale, bias, axis=-1, epsilon=1e-6)
    mean = lambda value: (net.op("ReduceMean", value, net.constant([axis], np.int64)) if net.opset >= 18
                          else net.op("ReduceMean", value, axes=[axis]))
    centred = net.op("Sub", x, mean(x))
    variance = mean(net.op("Pow", centred, net.constant(2.0)))
    root = net.op("Sqrt", net.op("Add", variance, net.constant(1e-6)))
    return net.op("Add", net.op("Mul", net.op("Div", centred, root), scale), bias)


def gelu(net, x):
    if net.opset >= 20:
        return net.op("Gelu", x)
    gate = net.op("Add", net.op("Erf", net.op("Div", x, net.constant(np.sqrt(2)))), net.constant(1.0))
    return net.op("Mul", net.op("Mul", x, gate), net.constant(0.5))


def dense(net, x, inputs, outputs, gain=1.0):
    weights = net.constant(net.random.normal(0, gain / np.sqrt(inputs), (inputs, outputs)))
    return net.op("Add", net.constant(net.random.normal(0, 0.1, outputs)), net.op("MatMul", x, weights))


def attention(net, x, positions, width, heads):
    size = width // heads
    parts = net.op("Reshape", dense(net, x, width, 3 * width, 2.0), net.constant([1, positions, 3, heads, size], np.int64))
    parts = net.op("Transpose", parts, perm=[2, 0, 3, 1, 4])
    queries, keys, values = [net.op("Gather", parts, net.constant(i, np.int64), axis=0) for i in range(3)]
    queries = net.op("Mul", queries, net.constant(size ** -0.5))
    scores = net.op("MatMul", queries, net.op("Transpose", keys, perm=[0, 1, 3, 2]))
    mixed = net.op("MatMul", net.op("Softmax", scores, axis=-1), values)
    joined = net.op("Reshape", net.op("Transpose", mixed, perm=[0, 2, 1, 3]), net.constant([1, positions, width], np.int64))
    return dense(net, joined, width, width)


def vit(net):
    """ViT-Tiny at full size (Dosovitskiy et al. 2021; Touvron et al. 2021): 192 channels, 12 blocks, 3 heads."""
    patch = 16 if net.size > 100 else 4
    heads, width = 3, net.wide(192, 12)
    positions = (net.size // patch) ** 2 + 1
    x = net.conv("input", width, patch, stride=patch, pad=0, bias=True)
    x = net.op("Transpose", net.op("Reshape", x, net.constant([1, width, -1], np.int64)), perm=[0, 2, 1])
    x = net.op("Concat", net.constant(net.random.normal(0, 1, (1, 1, width))), x, axis=1)
    x = net.op("Add", x, net.constant(net.random.normal(0, 0.5, (1, positions, width))))
    for _ in range(net.blocks(12)):
        x = net.op("Add", x, attention(net, layer_norm(net, x, width), positions, width, heads))
        y = gelu(net, dense(net, layer_norm(net, x, width), width, 4 * width))
        x = net.op("Add", x, dense(net, y, 4 * width, width))
    x = net.op("Gather", layer_norm(net, x, width), net.constant(0, np.int64), axis=1)
    return net.gemm(x, net.classes, width)


def convnext(net):
    """ConvNeXt-Atto at full size (Liu et al. 2022; Wightman's small forms): 40 to 320 channels, 2, 2, 6 and 2 blocks."""
    x, width = "input", None
    for channels, blocks in [(40, 2), (80, 2), (160, 6), (320, 2)]:
        before, width = width, net.wide(channels, 4)
        if before:
            x = net.conv(named(net, layer_norm(net, x, before, axis=1), before), width, 2, stride=2, pad=0, bias=True)
        else:
            x = net.conv(x, width, 4, stride=4, pad=0, bias=True)
            x = named(net, layer_norm(net, x, width, axis=1), width)
        for _ in range(net.blocks(blocks)):
            y = net.op("Transpose", net.conv(x, width, 7, groups=width, bias=True), perm=[0, 2, 3, 1])
            y = gelu(net, dense(net, layer_norm(net, y, width), width, 4 * width))
            y = net.op("Mul", dense(net, y, 4 * width, width), net.constant(net.random.uniform(0.3, 0.7, width)))
            x = named(net, net.op("Add", net.op("Transpose", y, perm=[0, 3, 1, 2]), x), width)
    pooled = layer_norm(net, net.op("GlobalAveragePool", x), width, axis=1)
    return net.gemm(net.op("Flatten", pooled, axis=1), net.classes, width)


def named(net, x, channels):
    net.channels[x] = channels
    return x
