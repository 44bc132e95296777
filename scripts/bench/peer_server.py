"""A server as one would write it in Python: FastAPI, Pillow and LiteRT. PICTURE_MODEL names a model with values from -1 to 1."""

import io
import os

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from fastapi import FastAPI, Request
from PIL import Image

app = FastAPI()
network = Interpreter(os.environ["PICTURE_MODEL"], num_threads=1)
network.allocate_tensors()
INPUT, OUTPUT = network.get_input_details()[0], network.get_output_details()[0]


@app.get("/healthz")
def health():
    return "ok"


@app.post("/classify")
async def classify(request: Request):
    _, height, width, _ = INPUT["shape"]
    picture = Image.open(io.BytesIO(await request.body())).convert("RGB").resize((width, height), Image.BILINEAR)
    network.set_tensor(INPUT["index"], np.asarray(picture, np.float32)[None] / 127.5 - 1)
    network.invoke()
    scores = network.get_tensor(OUTPUT["index"])[0]
    return [{"index": int(i), "score": float(scores[i])} for i in np.argsort(-scores)[:5]]
