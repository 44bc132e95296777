#!/usr/bin/env python3
"""Makes frozen graphs with Keras, and native TensorFlow's answers to them, for wasm/tests/tensorflow.rs.

    scripts/make-keras-graphs.py                 the small graphs that are kept in wasm/tests/data/tensorflow
    scripts/make-keras-graphs.py --large FOLDER --guest COMMAND [NAME...]
                                                 full-size networks, each compared with `COMMAND MODEL PICTURE`,
                                                 the guest's own command built natively

Needs tensorflow-cpu and pillow. Weights are random under a fixed seed, and so are the statistics of batch
normalisation, so that folding it is not a no-op. For each graph NAME there are three files: NAME.pb, NAME.pixels
(8-bit RGB, row by row) and NAME.expected (a little-endian float for each class). Pixels 0..255 become -1..1.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import numpy as np
import tensorflow as tf
from PIL import Image
from tensorflow import keras
from tensorflow.core.protobuf import config_pb2, meta_graph_pb2
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2
from tensorflow.python.grappler import tf_optimizer

SMALL = Path(__file__).resolve().parent.parent / "wasm/tests/data/tensorflow"
SEED = 20240229
layers = keras.layers


def randomise(model, seed=SEED):
    """Gives batch normalisation and biases values that make a difference, and logits some spread."""
    random = np.random.default_rng(seed)
    for layer in model.layers:
        if isinstance(layer, layers.BatchNormalization):
            shape = layer.moving_mean.shape
            values = [(layer.gamma, random.uniform(0.5, 1.5, shape)), (layer.beta, random.normal(0, 0.3, shape)),
                      (layer.moving_mean, random.normal(0, 0.3, shape)), (layer.moving_variance, random.uniform(0.5, 2, shape))]
            for parameter, value in values:
                if parameter is not None:
                    parameter.assign(value)
        elif getattr(layer, "use_bias", False) and getattr(layer, "bias", None) is not None:
            layer.bias.assign(random.normal(0, 0.3, layer.bias.shape))
    last = next(layer for layer in reversed(model.layers) if hasattr(layer, "kernel"))
    last.kernel.assign(last.kernel * 4)
    return model


def freeze(model, folded):
    """The graph of a model as a GraphDef; `folded` lets TensorFlow's own optimiser compute what is constant."""
    specification = tf.TensorSpec((1, *model.inputs[0].shape[1:]), tf.float32, name="input")
    function = tf.function(lambda x: model(x, training=False)).get_concrete_function(specification)
    frozen = convert_variables_to_constants_v2(function)
    graph = frozen.graph.as_graph_def()
    return fold(graph, frozen) if folded else graph


def fold(graph, frozen):
    meta = tf.compat.v1.train.export_meta_graph(graph_def=graph, graph=frozen.graph)
    fetches = meta_graph_pb2.CollectionDef()
    fetches.node_list.value.extend(output.name for output in frozen.outputs)
    meta.collection_def["train_op"].CopyFrom(fetches)
    config = config_pb2.ConfigProto()
    config.graph_options.rewrite_options.optimizers.extend(["constfold", "arithmetic", "dependency", "constfold"])
    config.graph_options.rewrite_options.min_graph_nodes = -1
    return tf_optimizer.OptimizeGraph(config, meta)


def run(graph, pixels):
    """Native TensorFlow's answer: the last node's value on a picture, as probabilities."""
    with tf.Graph().as_default() as imported, tf.compat.v1.Session() as session:
        tf.import_graph_def(graph, name="")
        names = [node.name for node in graph.node if node.op not in ("Const", "NoOp")]
        placeholder = next(node.name for node in graph.node if node.op == "Placeholder")
        x = pixels.astype(np.float32)[None] / 127.5 - 1
        scores = session.run(imported.get_tensor_by_name(names[-1] + ":0"), {placeholder + ":0": x}).ravel()
    if abs(scores.sum() - 1) > 1e-3 or scores.min() < 0:
        scores = np.exp(scores - scores.max())
        scores /= scores.sum()
    return scores


def picture(size, seed=SEED):
    """Smooth blobs with some noise: a picture with content at every scale."""
    random = np.random.default_rng(seed)
    coarse = Image.fromarray(random.integers(0, 256, (5, 5, 3), dtype=np.uint8))
    smooth = np.asarray(coarse.resize((size, size), Image.Resampling.BICUBIC), dtype=np.int32)
    return np.clip(smooth + random.integers(-25, 26, (size, size, 3)), 0, 255).astype(np.uint8)


def mobilenet(size, alpha, classes=10):
    return keras.applications.MobileNet((size, size, 3), alpha=alpha, weights=None, classes=classes, dropout=0)


def mobilenet_v2(size, alpha, classes=10):
    return keras.applications.MobileNetV2((size, size, 3), alpha=alpha, weights=None, classes=classes)


def short_mobilenet_v2():
    """All blocks of the narrowest MobileNet V2, without the wide layers behind them that make most of its size."""
    base = keras.applications.MobileNetV2((32, 32, 3), alpha=0.1, weights=None, include_top=False)
    x = layers.GlobalAveragePooling2D()(base.get_layer("block_16_project_BN").output)
    return keras.Model(base.inputs, layers.Dense(10, activation="softmax")(x))


def odd_convolutions():
    """Strides, dilations, explicit padding, rectangular kernels and a channel multiplier."""
    x = inputs = keras.Input((37, 29, 3))
    x = layers.Conv2D(12, (5, 3), strides=2, padding="same", activation="relu")(x)
    x = layers.ZeroPadding2D(((1, 2), (0, 3)))(x)
    x = layers.Conv2D(16, 3, dilation_rate=2, activation="relu6")(x)
    x = layers.DepthwiseConv2D(3, depth_multiplier=2, padding="same", strides=2)(x)
    x = layers.LeakyReLU(negative_slope=0.1)(x)
    x = layers.DepthwiseConv2D(5, padding="same")(x)
    x = layers.Conv2D(8, 1, activation="tanh")(x)
    x = layers.Flatten()(x)
    x = layers.Dense(17, activation="sigmoid")(x)
    return keras.Model(inputs, layers.Dense(6)(x))


def branches():
    """Pools of both kinds with and without padding, concatenation, a shortcut and squeeze-and-excitation."""
    x = inputs = keras.Input((33, 33, 3))
    x = layers.Conv2D(8, 3, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization(epsilon=1e-3)(x)
    x = layers.Activation("swish")(x)
    a = layers.MaxPooling2D(3, strides=2, padding="same")(x)
    b = layers.AveragePooling2D(3, strides=2, padding="same")(x)
    c = layers.AveragePooling2D(2, strides=2, padding="same")(x)
    x = shortcut = layers.Concatenate()([a, b, c])
    x = layers.Activation("relu")(layers.BatchNormalization(scale=True)(x))
    x = layers.Conv2D(24, 3, padding="same")(x)
    x = layers.Add()([x, shortcut])
    s = layers.GlobalAveragePooling2D(keepdims=True)(x)
    s = layers.Conv2D(6, 1, activation="relu")(s)
    s = layers.Conv2D(24, 1, activation="hard_sigmoid")(s)
    x = layers.Activation("hard_swish")(layers.Multiply()([x, s]))
    x = layers.MaxPooling2D(2)(layers.Rescaling(0.5, offset=-0.25)(x))
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, layers.Dense(9, activation="softmax")(x))


# name: model, whether TensorFlow folds constants
SMALL_GRAPHS = {
    "mobilenet_v1_folded": (lambda: mobilenet(32, 0.1), True),
    "mobilenet_v2_unfolded": (short_mobilenet_v2, False),
    "odd_convolutions": (odd_convolutions, False),
    "branches": (branches, False),
    "branches_folded": (branches, True),
}

applications = keras.applications
LARGE_GRAPHS = {
    "mobilenet_v2_1.4": (lambda: mobilenet_v2(224, 1.4, 1000), False),
    "mobilenet_v2_1.4_folded": (lambda: mobilenet_v2(224, 1.4, 1000), True),
    "mobilenet": (lambda: mobilenet(224, 1.0, 1000), False),
    "mobilenet_v3_small": (lambda: applications.MobileNetV3Small((224, 224, 3), weights=None), False),
    "mobilenet_v3_large": (lambda: applications.MobileNetV3Large((224, 224, 3), weights=None), False),
    "efficientnet_b0": (lambda: applications.EfficientNetB0(weights=None), False),
    "resnet50": (lambda: applications.ResNet50(weights=None), False),
    "inception_v3": (lambda: applications.InceptionV3(weights=None), False),
    "densenet121": (lambda: applications.DenseNet121(weights=None), False),
    "nasnet_mobile": (lambda: applications.NASNetMobile(weights=None), False),
    "xception": (lambda: applications.Xception(weights=None), False),
}


def make(name, build, folded):
    keras.backend.clear_session()
    keras.utils.set_random_seed(SEED)
    graph = freeze(randomise(build()), folded)
    placeholder = next(node for node in graph.node if node.op == "Placeholder")
    height, width = (dimension.size for dimension in placeholder.attr["shape"].shape.dim[1:3])
    pixels = picture(max(height, width))[:height, :width]
    return graph, pixels, run(graph, pixels)


def store(folder, name, graph, pixels, scores):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.pb").write_bytes(graph.SerializeToString(deterministic=True))
    (folder / f"{name}.pixels").write_bytes(pixels.tobytes())
    (folder / f"{name}.expected").write_bytes(scores.astype("<f4").tobytes())


def make_small():
    for name, (build, folded) in SMALL_GRAPHS.items():
        graph, pixels, scores = make(name, build, folded)
        store(SMALL, name, graph, pixels, scores)
        kinds = sorted({node.op for node in graph.node})
        print(f"{name}: {graph.ByteSize()} bytes, best {scores.max():.3f}, {' '.join(kinds)}")


def compare_large(folder, guest, names):
    failed = False
    for name in names or LARGE_GRAPHS:
        graph, pixels, scores = make(name, *LARGE_GRAPHS[name])
        store(folder, name, graph, pixels, scores)
        Image.fromarray(pixels).save(folder / f"{name}.png")
        kinds = sorted({node.op for node in graph.node})
        result = subprocess.run([*guest.split(), folder / f"{name}.pb", folder / f"{name}.png"], capture_output=True, text=True)
        if result.returncode != 0:
            print(f"{name}: {result.stderr.strip()} | {' '.join(kinds)}", flush=True)
            failed = True
            continue
        found = [line.split() for line in result.stdout.splitlines() if not line.startswith("inference")]
        difference = max(abs(float(score) - scores[int(index)]) for index, score in found)
        relative = max(abs(float(score) / scores[int(index)] - 1) for index, score in found)
        same = [int(index) for index, _ in found] == list(np.argsort(-scores, kind="stable")[:5])
        print(f"{name}: {len(graph.node)} nodes, best {scores.max():.4f}, top 5 {'the same' if same else 'differ'}, "
              f"largest difference {difference:.1e}, relative {relative:.1e}", flush=True)
        failed |= relative > 1e-3 and difference > 1e-5
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--large", type=Path, metavar="FOLDER", help="make the full-size networks in FOLDER")
    parser.add_argument("--guest", metavar="COMMAND", help="what runs MODEL PICTURE and prints `index score` lines")
    parser.add_argument("names", nargs="*", help="of the full-size networks; all by default")
    options = parser.parse_args()
    if options.large is None:
        make_small()
    elif options.guest is None:
        parser.error("--large needs --guest")
    else:
        sys.exit(bool(compare_large(options.large, options.guest, options.names)))


if __name__ == "__main__":
    main()
