"""Classifies photos with Pillow and LiteRT in several processes, as a Python program would, and prints how many a second: decoding, resizing
and the network, without the start of the processes.

Usage: photos_peer.py MODEL.tflite PROCESSES PHOTO...
"""

import multiprocessing
import sys
import time

import numpy as np
from PIL import Image


def start(model):
    from ai_edge_litert.interpreter import Interpreter

    global interpreter
    interpreter = Interpreter(model_path=model, num_threads=1)
    interpreter.allocate_tensors()


def classify(photo):
    source = interpreter.get_input_details()[0]
    _, height, width, _ = source["shape"]
    picture = Image.open(photo)
    picture.draft("RGB", (width, height))  # a JPEG is decoded to an eighth, a quarter or a half where that is large enough
    pixels = np.asarray(picture.convert("RGB").resize((width, height), Image.BILINEAR), np.float32)
    interpreter.set_tensor(source["index"], pixels[None] / 127.5 - 1)
    interpreter.invoke()
    return int(np.argmax(interpreter.get_tensor(interpreter.get_output_details()[0]["index"])[0]))


def main():
    model, processes, photos = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    with multiprocessing.Pool(processes, start, [model]) as pool:
        pool.map(classify, photos[: 20 * processes])
        began = time.perf_counter()
        pool.map(classify, photos, chunksize=10)
        print(len(photos) / (time.perf_counter() - began))


if __name__ == "__main__":
    main()
