"""Classifies one picture with LiteRT or ONNX Runtime from a cold start, as a user's script would: the peer of `wasm-classify predict`.

Usage: cold_peer.py litert|onnx MODEL PICTURE
"""

import sys

runtime, model, picture = sys.argv[1:]

import numpy as np
from PIL import Image


def pixels(size):
    return np.asarray(Image.open(picture).convert("RGB").resize(size, Image.BILINEAR))[None]


if runtime == "litert":
    from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(model_path=model, num_threads=2)
    interpreter.allocate_tensors()
    source = interpreter.get_input_details()[0]
    _, height, width, _ = source["shape"]
    image = pixels((width, height))
    interpreter.set_tensor(source["index"], image if source["dtype"] == np.uint8 else image.astype(np.float32) / 127.5 - 1)
    interpreter.invoke()
    scores = interpreter.get_tensor(interpreter.get_output_details()[0]["index"])[0]
else:
    import onnxruntime

    session = onnxruntime.InferenceSession(model)
    source = session.get_inputs()[0]
    channels_last = source.shape[-1] == 3
    height, width = source.shape[1:3] if channels_last else source.shape[2:]
    image = pixels((width, height)).astype(np.float32) / 127.5 - 1
    scores = session.run(None, {source.name: image if channels_last else image.transpose(0, 3, 1, 2)})[0][0]
print(int(np.argmax(scores)))
