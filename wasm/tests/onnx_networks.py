"""The well-known architectures as ONNX graphs with random weights: what onnx_models.py writes and runs.

Every function takes a `Net` and keyword arguments that shrink it: `width` multiplies channels, `depth` limits the
blocks of a stage. Each network is written the way a common exporter writes it, and they differ in opset on purpose.
"""

import numpy as np
from onnx import TensorProto, helper, numpy_helper


class Net:
    """Builds a graph node by node and keeps the number of channels of each value."""

    def __init__(self, name, seed, opset, size, channels=3, classes=1000, width=1.0, depth=99, layout="NCHW"):
        self.name, self.opset, self.size, self.classes, self.width, self.depth = name, opset, size, classes, width, depth
        self.random = np.random.default_rng(seed)
        self.nodes, self.initializers, self.channels = [], [], {"input": channels}
        self.input_shape = [1, channels, size, size] if layout == "NCHW" else [1, size, size, channels]

    def wide(self, channels, multiple=2):
        return max(multiple, int(channels * self.width + multiple / 2) // multiple * multiple)

    def blocks(self, count):
        return min(count, self.depth)

    def constant(self, values, dtype=np.float32):
        name = f"c{len(self.initializers)}"
        self.initializers.append(numpy_helper.from_array(np.asarray(values, dtype), name))
        return name

    def op(self, kind, *inputs, outputs=1, **attributes):
        names = [f"v{len(self.nodes)}" if outputs == 1 else f"v{len(self.nodes)}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, name=f"{kind}_{len(self.nodes)}", **attributes))
        for name in names:
            self.channels[name] = self.channels.get(inputs[0]) if inputs else None
        return names[0] if outputs == 1 else names

    def weights(self, shape, fan_in):
        return self.constant(self.random.normal(0, np.sqrt(2.0 / fan_in), shape))

    def conv(self, x, out, kernel=1, stride=1, pad=None, groups=1, bias=False, **attributes):
        height, width = kernel if isinstance(kernel, tuple) else (kernel, kernel)
        pads = (height // 2, width // 2) if pad is None else pad if isinstance(pad, tuple) else (pad, pad)
        per_group = self.channels[x] // groups
        inputs = [x, self.weights((out, per_group, height, width), per_group * height * width)]
        if bias:
            inputs.append(self.constant(self.random.normal(0, 0.1, out)))
        if "auto_pad" not in attributes:
            attributes["pads"] = [*pads, *pads]
        y = self.op("Conv", *inputs, kernel_shape=[height, width], strides=[stride, stride], group=groups, **attributes)
        self.channels[y] = out
        return y

    def norm(self, x, epsilon=1e-5):
        count = self.channels[x]
        values = [self.random.uniform(0.7, 1.3, count), self.random.normal(0, 0.2, count),
                  self.random.normal(0, 0.2, count), self.random.uniform(0.7, 1.3, count)]
        return self.op("BatchNormalization", x, *map(self.constant, values), epsilon=epsilon)

    def clip(self, x, low, high):
        if self.opset < 11:
            return self.op("Clip", x, min=low, max=high)
        return self.op("Clip", x, self.constant(low), self.constant(high))

    def activate(self, x, kind):
        if kind == "relu6":
            return self.clip(x, 0.0, 6.0)
        if kind == "swish":
            return self.op("Mul", x, self.op("Sigmoid", x))
        return self.op({"relu": "Relu", "hardswish": "HardSwish"}[kind], x) if kind else x

    def conv_norm(self, x, out, kernel=1, activation="relu", **arguments):
        return self.activate(self.norm(self.conv(x, out, kernel, **arguments)), activation)

    def concat(self, *parts):
        y = self.op("Concat", *parts, axis=1)
        self.channels[y] = sum(self.channels[part] for part in parts)
        return y

    def max_pool(self, x, kernel=3, stride=2, pad=0, **attributes):
        return self.op("MaxPool", x, kernel_shape=[kernel] * 2, strides=[stride] * 2, pads=[pad] * 4, **attributes)

    def average_pool(self, x, kernel, stride, pad=0, **attributes):
        return self.op("AveragePool", x, kernel_shape=[kernel] * 2, strides=[stride] * 2, pads=[pad] * 4, **attributes)

    def gemm(self, x, out, inputs):
        weights = self.weights((out, inputs), inputs)
        return self.op("Gemm", x, weights, self.constant(self.random.normal(0, 0.1, out)), transB=1)

    def head(self, x):
        pooled = self.op("Flatten", self.op("GlobalAveragePool", x), axis=1)
        return self.gemm(pooled, self.classes, self.channels[x])

    def squeeze_excite(self, x, reduced, inner="Relu", gate="Sigmoid", **gate_attributes):
        y = self.op("GlobalAveragePool", x)
        y = self.conv(y, reduced, bias=True)
        y = self.op("Mul", y, self.op("Sigmoid", y)) if inner == "swish" else self.op(inner, y)
        y = self.op(gate, self.conv(y, self.channels[x], bias=True), **gate_attributes)
        return self.op("Mul", y, x)

    def model(self, output):
        value = lambda name, shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
        graph = helper.make_graph(
            self.nodes, self.name, [value("input", self.input_shape)], [value(output, ["batch", "classes"])], self.initializers)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", self.opset)], ir_version=8)


def lenet(net):
    x = net.op("Relu", net.conv("input", net.wide(20), 5, pad=0, bias=True))
    x = net.max_pool(x, 2)
    x = net.op("Relu", net.conv(x, net.wide(50), 5, pad=2, bias=True))
    x = net.max_pool(x, 2)
    side = (net.size - 4) // 2 // 2
    x = net.op("Reshape", x, net.constant([1, -1], np.int64))
    count = net.wide(50) * side * side
    x = net.op("MatMul", x, net.weights((count, net.wide(500)), count))
    x = net.op("Relu", net.op("Add", x, net.constant(net.random.normal(0, 0.1, (1, net.wide(500))))))
    return net.op("Softmax", net.gemm(x, net.classes, net.wide(500)))


def squeezenet(net):
    x = net.op("Relu", net.conv("input", net.wide(64), 3, stride=2, pad=0, bias=True))
    x = net.max_pool(x)
    stages = [[(16, 64), (16, 64)], [(32, 128), (32, 128)], [(48, 192), (48, 192), (64, 256), (64, 256)]]
    for number, stage in enumerate(stages):
        for squeezed, expanded in stage[:net.depth]:
            x = net.op("Relu", net.conv(x, net.wide(squeezed), bias=True))
            left = net.op("Relu", net.conv(x, net.wide(expanded), bias=True))
            right = net.op("Relu", net.conv(x, net.wide(expanded), 3, bias=True))
            x = net.concat(left, right)
        if number < 2:
            x = net.max_pool(x)
    x = net.op("Relu", net.conv(net.op("Dropout", x), net.classes, bias=True))
    x = net.op("GlobalAveragePool", x)
    return net.op("Softmax", net.op("Flatten", x))


def vgg16(net):
    x = "input"
    for count, channels in [(2, 64), (2, 128), (3, 256), (3, 512), (3, 512)]:
        for _ in range(net.blocks(count)):
            x = net.op("Relu", net.conv(x, net.wide(channels), 3, bias=True))
        x = net.max_pool(x, 2)
    side = net.size // 32
    x = net.op("Flatten", x)
    x = net.op("Relu", net.gemm(x, net.wide(4096), net.wide(512) * side * side))
    x = net.op("Relu", net.gemm(net.op("Dropout", x), net.wide(4096), net.wide(4096)))
    return net.gemm(net.op("Dropout", x), net.classes, net.wide(4096))


def resnet(net, stages, bottleneck):
    x = net.max_pool(net.conv_norm("input", net.wide(64), 7, stride=2), 3, 2, 1)
    for number, count in enumerate(stages):
        inner = net.wide(64) << number
        outer = inner * 4 if bottleneck else inner
        for block in range(net.blocks(count)):
            stride = 2 if block == 0 and number else 1
            if bottleneck:
                y = net.conv_norm(x, inner)
                y = net.conv_norm(y, inner, 3, stride=stride)
                y = net.conv_norm(y, outer, activation=None)
            else:
                y = net.conv_norm(x, inner, 3, stride=stride)
                y = net.conv_norm(y, outer, 3, activation=None)
            if block == 0 and net.channels[x] != outer or stride == 2:
                x = net.conv_norm(x, outer, stride=stride, activation=None)
            x = net.op("Relu", net.op("Add", y, x))
    return net.head(x)


def mobilenet_v1(net):
    """As converted from Keras: pictures with channels last, transposed at once, SAME padding, softmax."""
    x = net.op("Transpose", "input", perm=[0, 3, 1, 2])
    x = net.conv_norm(x, net.wide(32), 3, "relu6", stride=2, auto_pad="SAME_UPPER")
    plan = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)] + [(512, 1)] * 5 + [(1024, 2), (1024, 1)]
    for channels, stride in plan[:net.depth * 3]:
        x = net.conv_norm(x, net.channels[x], 3, "relu6", stride=stride, groups=net.channels[x], auto_pad="SAME_UPPER")
        x = net.conv_norm(x, net.wide(channels), 1, "relu6")
    last = net.channels[x]
    x = net.op("Transpose", x, perm=[0, 2, 3, 1])
    x = net.op("ReduceMean", x, axes=[1, 2], keepdims=0)
    x = net.op("Reshape", x, net.constant([-1, 1, 1, last], np.int64))
    x = net.op("Transpose", x, perm=[0, 3, 1, 2])
    net.channels[x] = last
    x = net.conv(x, net.classes, bias=True)
    x = net.op("Squeeze", x, net.constant([2, 3], np.int64))
    return net.op("Softmax", x)


def inverted_residual(net, x, out, kernel, stride, expanded, activation, excite=None):
    y = net.conv_norm(x, expanded, 1, activation) if expanded != net.channels[x] else x
    y = net.conv_norm(y, expanded, kernel, activation, stride=stride, groups=expanded)
    if excite:
        y = excite(y)
    y = net.conv_norm(y, out, activation=None)
    return net.op("Add", x, y) if stride == 1 and net.channels[x] == out else y


def mobilenet_v2(net):
    x = net.conv_norm("input", net.wide(32), 3, "relu6", stride=2)
    plan = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]
    for factor, channels, count, stride in plan:
        for block in range(net.blocks(count)):
            step = stride if block == 0 else 1
            x = inverted_residual(net, x, net.wide(channels), 3, step, net.channels[x] * factor, "relu6")
    x = net.conv_norm(x, net.wide(1280), 1, "relu6")
    last = net.channels[x]
    # Older exporters wrote the batch size of a flattened value as arithmetic on shapes.
    x = net.op("ReduceMean", x, axes=[2, 3], keepdims=1)
    batch = net.op("Gather", net.op("Shape", x), net.constant(0, np.int64), axis=0)
    batch = net.op("Unsqueeze", batch, net.constant([0], np.int64))
    shape = net.op("Concat", batch, net.constant([-1], np.int64), axis=0)
    return net.gemm(net.op("Reshape", x, shape), net.classes, last)


MOBILENET_V3_SMALL = [  # kernel, expanded, out, excite, activation, stride
    (3, 16, 16, True, "relu", 2), (3, 72, 24, False, "relu", 2), (3, 88, 24, False, "relu", 1),
    (5, 96, 40, True, "hardswish", 2), (5, 240, 40, True, "hardswish", 1), (5, 240, 40, True, "hardswish", 1),
    (5, 120, 48, True, "hardswish", 1), (5, 144, 48, True, "hardswish", 1), (5, 288, 96, True, "hardswish", 2),
    (5, 576, 96, True, "hardswish", 1), (5, 576, 96, True, "hardswish", 1)]

MOBILENET_V3_LARGE = [
    (3, 16, 16, False, "relu", 1), (3, 64, 24, False, "relu", 2), (3, 72, 24, False, "relu", 1),
    (5, 72, 40, True, "relu", 2), (5, 120, 40, True, "relu", 1), (5, 120, 40, True, "relu", 1),
    (3, 240, 80, False, "hardswish", 2), (3, 200, 80, False, "hardswish", 1), (3, 184, 80, False, "hardswish", 1),
    (3, 184, 80, False, "hardswish", 1), (3, 480, 112, True, "hardswish", 1), (3, 672, 112, True, "hardswish", 1),
    (5, 672, 160, True, "hardswish", 2), (5, 960, 160, True, "hardswish", 1), (5, 960, 160, True, "hardswish", 1)]


def hard_swish(net, x):
    """As exporters wrote it before ONNX had the op."""
    gate = net.clip(net.op("Add", x, net.constant(3.0)), 0.0, 6.0)
    return net.op("Div", net.op("Mul", x, gate), net.constant(6.0))


def mobilenet_v3(net, plan, last, spelled_out=False):
    if spelled_out:
        activate = net.activate
        net.activate = lambda x, kind: hard_swish(net, x) if kind == "hardswish" else activate(x, kind)
    x = net.conv_norm("input", net.wide(16), 3, "hardswish", stride=2)
    for kernel, expanded, out, excite, activation, stride in plan[:net.depth * 3]:
        expanded, out = net.wide(expanded), net.wide(out)
        gate = (lambda y: net.squeeze_excite(y, net.wide(net.channels[y] // 4), gate="HardSigmoid", alpha=1 / 6)) if excite else None
        x = inverted_residual(net, x, out, kernel, stride, expanded, activation, gate)
    x = net.conv_norm(x, net.wide(plan[-1][1]), 1, "hardswish")
    x = net.op("Flatten", net.op("GlobalAveragePool", x))
    x = net.activate(net.gemm(x, net.wide(last), net.wide(plan[-1][1])), "hardswish")
    return net.gemm(net.op("Dropout", x), net.classes, net.wide(last))


def efficientnet(net, lite):
    activation = "relu6" if lite else "swish"
    x = net.conv_norm("input", net.wide(32), 3, activation, stride=2)
    plan = [(1, 16, 1, 1, 3), (6, 24, 2, 2, 3), (6, 40, 2, 2, 5), (6, 80, 3, 2, 3), (6, 112, 3, 1, 5), (6, 192, 4, 2, 5),
            (6, 320, 1, 1, 3)]
    for factor, channels, count, stride, kernel in plan:
        for block in range(net.blocks(count)):
            reduced = max(1, net.channels[x] // 4)
            gate = None if lite else lambda y: net.squeeze_excite(y, reduced, "swish")
            step = stride if block == 0 else 1
            x = inverted_residual(net, x, net.wide(channels), kernel, step, net.channels[x] * factor, activation, gate)
    return net.head(net.conv_norm(x, net.wide(1280), 1, activation))


def shuffle(net, x, height):
    """The channel shuffle as PyTorch exports it."""
    channels = net.channels[x]
    x = net.op("Reshape", x, net.constant([-1, 2, channels // 2, height, height], np.int64))
    x = net.op("Transpose", x, perm=[0, 2, 1, 3, 4])
    return net.op("Reshape", x, net.constant([-1, channels, height, height], np.int64))


def shufflenet_v2(net):
    x = net.max_pool(net.conv_norm("input", net.wide(24), 3, stride=2), 3, 2, 1)
    side = net.size // 4
    for count, channels in [(4, 116), (8, 232), (4, 464)]:
        half, side = net.wide(channels // 2), side // 2
        for block in range(net.blocks(count)):
            if block == 0:
                left = net.conv_norm(x, net.channels[x], 3, None, stride=2, groups=net.channels[x])
                left, right, stride = net.conv_norm(left, half), x, 2
            else:
                left, right = net.op("Split", x, axis=1, outputs=2)
                net.channels[left] = net.channels[right] = half
                stride = 1
            right = net.conv_norm(right, half)
            right = net.conv_norm(right, half, 3, None, stride=stride, groups=half)
            x = shuffle(net, net.concat(left, net.conv_norm(right, half)), side)
    x = net.conv_norm(x, net.wide(1024))
    last = net.channels[x]
    return net.gemm(net.op("ReduceMean", x, axes=[2, 3], keepdims=0), net.classes, last)


def densenet121(net):
    growth = net.wide(32)
    x = net.max_pool(net.conv_norm("input", net.wide(64), 7, stride=2), 3, 2, 1)
    for number, count in enumerate([6, 12, 24, 16]):
        for _ in range(net.blocks(count)):
            y = net.conv(net.op("Relu", net.norm(x)), growth * 4)
            y = net.conv(net.op("Relu", net.norm(y)), growth, 3)
            x = net.concat(x, y)
        if number < 3:
            x = net.conv(net.op("Relu", net.norm(x)), net.channels[x] // 2)
            x = net.average_pool(x, 2, 2)
    return net.head(net.op("Relu", net.norm(x)))


def inception_v1(net):
    """GoogLeNet, with the local response normalisation and the rounded-up pooling of the original."""
    conv = lambda x, out, kernel=1, **more: net.op("Relu", net.conv(x, net.wide(out), kernel, bias=True, **more))
    x = net.max_pool(conv("input", 64, 7, stride=2), 3, 2, ceil_mode=1)
    x = net.op("LRN", x, size=5, alpha=1e-4, beta=0.75)
    x = net.op("LRN", conv(conv(x, 64), 192, 3), size=5, alpha=1e-4, beta=0.75)
    x = net.max_pool(x, 3, 2, ceil_mode=1)
    stages = [[(64, 96, 128, 16, 32, 32), (128, 128, 192, 32, 96, 64)],
              [(192, 96, 208, 16, 48, 64), (160, 112, 224, 24, 64, 64), (128, 128, 256, 24, 64, 64), (112, 144, 288, 32, 64, 64),
               (256, 160, 320, 32, 128, 128)],
              [(256, 160, 320, 32, 128, 128), (384, 192, 384, 48, 128, 128)]]
    for number, stage in enumerate(stages):
        for a, b, c, d, e, f in stage[:net.depth]:
            pooled = net.max_pool(x, 3, 1, 1)
            x = net.concat(conv(x, a), conv(conv(x, b), c, 3), conv(conv(x, d), e, 5), conv(pooled, f))
        if number < 2:
            x = net.max_pool(x, 3, 2, ceil_mode=1)
    last = net.channels[x]
    x = net.op("Dropout", net.op("GlobalAveragePool", x))
    x = net.op("Reshape", x, net.constant([0, last], np.int64))
    return net.op("Softmax", net.gemm(x, net.classes, last))


def inception_v3(net):
    cn = lambda x, out, kernel=1, **more: net.conv_norm(x, net.wide(out), kernel, **more)
    pool = lambda x: net.average_pool(x, 3, 1, 1, count_include_pad=1)
    x = cn(cn(cn("input", 32, 3, stride=2, pad=0), 32, 3, pad=0), 64, 3)
    x = cn(cn(net.max_pool(x), 80), 192, 3, pad=0)
    x = net.max_pool(x)
    for out in [32, 64, 64][:net.depth]:
        x = net.concat(cn(x, 64), cn(cn(x, 48), 64, 5), cn(cn(cn(x, 64), 96, 3), 96, 3), cn(pool(x), out))
    reduced = cn(cn(cn(x, 64), 96, 3), 96, 3, stride=2, pad=0)
    x = net.concat(cn(x, 384, 3, stride=2, pad=0), reduced, net.max_pool(x))
    for c in [128, 160, 160, 192][:net.depth]:
        left = cn(cn(cn(x, c), c, (1, 7)), 192, (7, 1))
        right = cn(cn(cn(cn(cn(x, c), c, (7, 1)), c, (1, 7)), c, (7, 1)), 192, (1, 7))
        x = net.concat(cn(x, 192), left, right, cn(pool(x), 192))
    right = cn(cn(cn(cn(x, 192), 192, (1, 7)), 192, (7, 1)), 192, 3, stride=2, pad=0)
    x = net.concat(cn(cn(x, 192), 320, 3, stride=2, pad=0), right, net.max_pool(x))
    for _ in range(net.blocks(2)):
        left, right = cn(x, 384), cn(cn(x, 448), 384, 3)
        both = [cn(left, 384, (1, 3)), cn(left, 384, (3, 1)), cn(right, 384, (1, 3)), cn(right, 384, (3, 1))]
        x = net.concat(cn(x, 320), *both, cn(pool(x), 192))
    return net.head(x)


def odd_ops(net):
    """What the networks above leave out: groups, dilation, slopes, slices, padding, powers, unusual layouts."""
    x = net.op("Pad", "input", net.constant([0, 0, 1, 2, 0, 0, 3, 0], np.int64), net.constant(0.5))
    x = net.op("LeakyRelu", net.conv(x, 12, 3, groups=3, pad=0, bias=True), alpha=0.2)
    x = net.op("PRelu", x, net.constant(net.random.uniform(0, 1, (12, 1, 1))))
    y = net.conv(x, 12, 3, pad=2, dilations=[2, 2], auto_pad="NOTSET", pads=[2, 2, 2, 2])
    y = net.conv(y, 12, 3, auto_pad="SAME_LOWER", stride=2)
    x = net.average_pool(x, 3, 2, 1, ceil_mode=0)
    x = net.op("Max", net.op("Elu", x), net.op("Mish", y))
    x = net.op("Slice", x, *[net.constant(v, np.int64) for v in ([1, -100], [2**63 - 1, -1], [2, 3], [2, 1])])
    x = net.op("Div", x, net.op("Sqrt", net.op("Add", net.op("Pow", x, net.constant(2.0)), net.constant(1.0))))
    first, second = net.op("Split", x, net.constant([5, 7], np.int64), axis=1, outputs=2)
    x = net.op("Concat", net.op("Neg", second), first, axis=-3)
    net.channels[x] = 12
    gate = net.op("Softmax", net.op("ReduceMean", x, net.constant([2, 3], np.int64), keepdims=1), axis=1)
    x = net.op("Mul", gate, x)
    x = net.op("Transpose", x, perm=[0, 1, 3, 2])
    x = net.op("Flatten", net.op("AveragePool", x, kernel_shape=[2, 2], strides=[2, 2], pads=[1, 0, 0, 1], count_include_pad=1, ceil_mode=1))
    # 15 pixels are left of 20 x 20.
    return net.op("LogSoftmax", net.gemm(x, net.classes, 12 * 15))
