"""Runs a model natively and prints the milliseconds of each inference, a line each, and before them the class of the first picture.

Usage: peer.py tensorflow|litert MODEL DIRECTORY THREADS WARM_UP RUNS, where DIRECTORY is one that convert.py filled
"""

import pathlib
import sys
import time

import numpy as np


def tensorflow(model, source, output, threads):
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    graph = tf.compat.v1.GraphDef()
    graph.ParseFromString(pathlib.Path(model).read_bytes())
    imported = tf.compat.v1.wrap_function(lambda: tf.compat.v1.import_graph_def(graph, name=""), [])
    run = imported.prune(imported.graph.get_tensor_by_name(source + ":0"), imported.graph.get_tensor_by_name(output + ":0"))
    return lambda picture: run(tf.constant(picture)).numpy()


def litert(model, source, output, threads):
    from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(model_path=model, num_threads=threads)
    interpreter.allocate_tensors()
    wants, gives = interpreter.get_input_details()[0], interpreter.get_output_details()[0]
    scale, zero = wants["quantization"]

    def run(picture):
        if wants["dtype"] != np.float32:
            picture = np.clip(np.round(picture / scale + zero), 0, 255).astype(wants["dtype"])
        interpreter.set_tensor(wants["index"], picture)
        interpreter.invoke()
        return interpreter.get_tensor(gives["index"])

    return run


def main():
    peer, model, directory, threads, warm_up, runs = *sys.argv[1:4], *map(int, sys.argv[4:])
    source, output, size = pathlib.Path(directory, "shape.txt").read_text().split()
    pictures = np.fromfile(pathlib.Path(directory, "pictures.f32"), np.float32).reshape(-1, 1, int(size), int(size), 3)
    run = {"tensorflow": tensorflow, "litert": litert}[peer](model, source, output, threads)
    print("class", int(np.argmax(run(pictures[0]))))
    for i in range(warm_up + runs):
        start = time.perf_counter()
        run(pictures[i % len(pictures)])
        if i >= warm_up:
            print((time.perf_counter() - start) * 1e3)


main()
