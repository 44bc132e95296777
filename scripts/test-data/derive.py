"""Makes the rest of the test data from what scripts/fetch-test-data.sh fetched: a frozen graph, resized photos, TensorFlow's answers.

    pip install tensorflow ai-edge-litert pillow
    python3 scripts/test-data/derive.py [FOLDER]

FOLDER is WASM_CLASSIFY_TEST_DATA, or ../shared beside the project. In it this writes

- models/mobilenet_v2_1.0_224_frozen.pb: the weights of the quantised MobileNet as floats, in a graph as TF-slim freezes it: batch
  normalisation stays apart from the convolutions. Its factors are drawn at random, and the weights are divided by them.
- photos-224/: some of the photos at the size of the network's input, so that only the network is compared.
- photos/truth-*.json and photos-224/truth-*.json: native TensorFlow's five best classes of each photo.
"""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy
import tensorflow
from ai_edge_litert.interpreter import Interpreter
from PIL import Image

MODEL = "mobilenet_v2_1.0_224"
SIDE = 224
EPSILON = 1e-3
RESIZED = (
    "golden-retriever husky n01677366_common_iguana n01749939_green_mamba n02025239_ruddy_turnstone n02089973_English_foxhound "
    "n02105412_kelpie n02233338_cockroach n02325366_wood_rabbit n02692877_airship n03018349_china_cabinet n03314780_face_powder "
    "n03775071_mitten n04200800_shoe_shop n04371430_swimming_trunks n04532670_viaduct n07718747_artichoke"
).split()

tf1 = tensorflow.compat.v1


class QuantisedModel:
    """The operations of a TensorFlow Lite file, and its tensors as floats."""

    def __init__(self, path):
        self.interpreter = Interpreter(str(path))
        self.operations = self.interpreter._get_ops_details()
        self.tensors = {tensor["index"]: tensor for tensor in self.interpreter.get_tensor_details()}

    def floats(self, index):
        scale, zero = self.tensors[index]["quantization"]
        return (self.interpreter.get_tensor(index).astype(numpy.float64) - zero) * scale

    def height(self, index):
        return int(self.tensors[index]["shape"][1])

    def is_clipped(self, index):
        """Whether ReLU6 made this tensor: then it has no negative values, so its zero point is 0."""
        return self.tensors[index]["quantization"][1] == 0


def variable(name, value):
    constant = tf1.constant(value.astype(numpy.float32), name=name)
    return tf1.identity(constant, name=f"{name}/read")


def normalised(name, weights, bias, convolve, random):
    """A convolution without bias and a batch normalisation, which together do what the weights and the bias do."""
    channels = len(bias)
    gamma, variance = random.uniform(0.5, 2, channels), random.uniform(0.2, 3, channels)
    mean = random.normal(0, 0.5, channels)
    factor = gamma / numpy.sqrt(variance + EPSILON)
    result = convolve(variable(f"{name}/weights", weights(1 / factor)))
    values = {"gamma": gamma, "beta": bias + factor * mean, "moving_mean": mean, "moving_variance": variance}
    parts = [variable(f"{name}/BatchNorm/{part}", value) for part, value in values.items()]
    return tf1.nn.fused_batch_norm(result, *parts, epsilon=EPSILON, is_training=False, name=f"{name}/BatchNorm")[0]


def convolution(model, operation, name, value, random):
    source, kernel, bias = operation["inputs"]
    target = operation["outputs"][0]
    stride = model.height(source) // model.height(target)
    weights = model.floats(kernel)
    strides = [1, stride, stride, 1]
    if operation["op_name"] == "DEPTHWISE_CONV_2D":
        in_order = lambda factor: (weights * factor).transpose(1, 2, 3, 0)
        convolve = lambda read: tf1.nn.depthwise_conv2d(value, read, strides, "SAME", name=f"{name}/depthwise")
    else:
        in_order = lambda factor: (weights * factor[:, None, None, None]).transpose(1, 2, 3, 0)
        convolve = lambda read: tf1.nn.conv2d(value, read, strides, "SAME", name=f"{name}/Conv2D")
    if model.height(target) == 1:  # the classes: a bias, no normalisation
        read = variable(f"{name}/weights", in_order(numpy.ones(len(weights))))
        return tf1.nn.bias_add(convolve(read), variable(f"{name}/biases", model.floats(bias)))
    result = normalised(name, in_order, model.floats(bias), convolve, random)
    return tf1.nn.relu6(result) if model.is_clipped(target) else result


def build(model):
    """The float graph of a quantised MobileNet."""
    random = numpy.random.default_rng(1)
    values = {}
    for number, operation in enumerate(model.operations):
        kind, inputs, target = operation["op_name"], operation["inputs"], operation["outputs"][0]
        if kind == "DELEGATE":  # stands for operations that come before it in the list
            continue
        value = values.get(inputs[0])
        if value is None:
            value = tf1.placeholder(tensorflow.float32, [None, SIDE, SIDE, 3], "input")
        if kind in ("CONV_2D", "DEPTHWISE_CONV_2D"):
            value = convolution(model, operation, f"MobilenetV2/layer_{number}", value, random)
        elif kind == "ADD":
            value = tf1.add(value, values[inputs[1]])
        elif kind == "AVERAGE_POOL_2D":
            value = tf1.nn.avg_pool2d(value, model.height(inputs[0]), 1, "VALID")
        elif kind == "RESHAPE":
            value = tf1.squeeze(value, [1, 2])
        elif kind == "SOFTMAX":
            value = tf1.nn.softmax(value, name="MobilenetV2/Predictions/Softmax")
        else:
            raise ValueError(f"{kind} is no operation of MobileNet")
        values[target] = value
    return value.graph.as_graph_def()


def truth(graph_def, pictures):
    """The five best classes of each picture: index and probability."""
    results = {}
    with tf1.Graph().as_default():
        source, scores = tf1.import_graph_def(
            graph_def, return_elements=["input:0", "MobilenetV2/Predictions/Softmax:0"], name="")
        with tf1.Session() as session:
            for path in pictures:
                pixels = numpy.asarray(resized(path), numpy.float32) / 127.5 - 1
                probabilities = session.run(scores, {source: pixels[None]})[0]
                best = numpy.argsort(-probabilities)[:5]
                results[path.name] = {"top5": [[int(index), round(float(probabilities[index]), 6)] for index in best]}
    return {"model": f"{MODEL}_frozen.pb", "input": SIDE, "preprocess": "x/127.5-1", "results": results}


def resized(path):
    picture = Image.open(path).convert("RGB")
    return picture if picture.size == (SIDE, SIDE) else picture.resize((SIDE, SIDE), Image.BILINEAR)


def main():
    project = Path(__file__).resolve().parents[2]
    folder = Path(sys.argv[1] if sys.argv[1:] else os.environ.get("WASM_CLASSIFY_TEST_DATA", project / "../shared"))
    with tf1.Graph().as_default():
        graph_def = build(QuantisedModel(folder / f"models/{MODEL}_quant.tflite"))
    (folder / f"models/{MODEL}_frozen.pb").write_bytes(graph_def.SerializeToString())

    photos = sorted(path for path in (folder / "photos").iterdir() if path.suffix.lower() in (".jpg", ".jpeg"))
    exact = folder / "photos-224"
    exact.mkdir(exist_ok=True)
    for path in photos:
        if path.stem in RESIZED:
            resized(path).save(exact / f"{path.stem}.png")
    for pictures in (photos, sorted(exact.glob("*.png"))):
        text = json.dumps(truth(graph_def, pictures), indent=0)
        (pictures[0].parent / f"truth-{MODEL}.json").write_text(text + "\n")


main()
