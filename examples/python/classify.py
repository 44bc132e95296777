"""Asks a server what pictures show, by the Open Inference Protocol: classify.py HOST:PORT MODEL PICTURE...

Needs the usual client: pip install "tritonclient[http]"
"""

import sys

import numpy as np
import tritonclient.http as http


def main():
    address, model, *pictures = sys.argv[1:]
    client = http.InferenceServerClient(address)
    metadata = client.get_model_metadata(model)
    source, output = metadata["inputs"][0]["name"], metadata["outputs"][0]["name"]
    files = np.array([open(picture, "rb").read() for picture in pictures], dtype=object)
    batch = http.InferInput(source, files.shape, "BYTES")
    batch.set_data_from_numpy(files)
    best = http.InferRequestedOutput(output, class_count=3)
    for picture, classes in zip(pictures, client.infer(model, [batch], outputs=[best]).as_numpy(output)):
        # each is "score:index:label"
        answers = (label.decode().split(":", 2) for label in classes)
        print(f"{picture}: " + ", ".join(f"{label} ({float(score):.0%})" for score, _, label in answers))


main()
