"""Asks a server by clients that others wrote for the Open Inference Protocol: clients.py HOST:PORT MODEL PICTURE LABEL

The model's input has values from -1 to 1. Prints the clients that were used, and fails at the first answer that is not right.
"""

import asyncio
import sys

import numpy as np
import tritonclient.http as triton
from tritonclient.utils import InferenceServerException

OUTPUT = "probabilities"


def picture_of(pixels):
    """A picture file (PPM) of these pixels."""
    height, width, _ = pixels.shape
    return b"P6 %d %d 255\n" % (width, height) + pixels.tobytes()


def tensor(name, array, datatype, binary=True):
    tensor = triton.InferInput(name, list(array.shape), datatype)
    tensor.set_data_from_numpy(array, binary_data=binary)
    return tensor


def refused(client, model, inputs):
    try:
        client.infer(model, inputs)
    except InferenceServerException as error:
        return error.message()
    raise AssertionError("was not refused")


def check_triton(address, model, picture, label):
    client = triton.InferenceServerClient(address)
    assert client.is_server_live() and client.is_server_ready()
    assert client.is_model_ready(model) and client.is_model_ready(model, "1")
    assert not client.is_model_ready("no-such-model")
    assert "binary_tensor_data" in client.get_server_metadata()["extensions"]
    metadata = client.get_model_metadata(model)
    shape = metadata["inputs"][0]["shape"]
    classes = metadata["outputs"][0]["shape"][1]

    file = tensor("input", np.array([picture], dtype=np.object_), "BYTES")
    for compression in None, "gzip", "deflate":
        result = client.infer(model, [file], outputs=[triton.InferRequestedOutput(OUTPUT, class_count=3)],
                              request_id="one", request_compression_algorithm=compression)
        best = result.as_numpy(OUTPUT)
        assert best.shape == (1, 3), best.shape
        assert best[0][0].decode().split(":")[2] == label, best
        assert result.get_response()["id"] == "one"

    pixels = np.random.default_rng(1).integers(0, 256, (2, *shape[1:]), dtype=np.uint8)
    values = (pixels / 127.5 - 1).astype(np.float32)
    files = np.array([picture_of(one) for one in pixels], dtype=np.object_)
    expected = client.infer(model, [tensor("input", files, "BYTES")]).as_numpy(OUTPUT)
    assert expected.shape == (2, classes) and abs(expected.sum() - 2) < 1e-4
    for binary in True, False:
        for array, datatype in (pixels, "UINT8"), (values, "FP32"):
            output = triton.InferRequestedOutput(OUTPUT, binary_data=binary)
            scores = client.infer(model, [tensor("input", array, datatype, binary)], outputs=[output]).as_numpy(OUTPUT)
            assert np.abs(scores - expected).max() < 1e-5, (datatype, binary)

    assert "no model" in refused(client, "no-such-model", [file])
    assert "not a picture" in refused(client, model, [tensor("input", np.array([b"text"], dtype=np.object_), "BYTES")])
    assert "wants shape" in refused(client, model, [tensor("input", values[:, 1:], "FP32")])


async def check_kserve(address, model, label):
    from kserve import InferenceRESTClient, InferInput, InferRequest, RESTConfig

    client = InferenceRESTClient(RESTConfig(protocol="v2"))
    base = "http://" + address
    assert await client.is_server_live(base) and await client.is_server_ready(base)
    assert await client.is_model_ready(base, model)
    values = InferInput("input", [1, 64, 64, 3], "FP32")
    values.set_data_from_numpy(np.zeros((1, 64, 64, 3), dtype=np.float32), binary_data=False)
    response = await client.infer(base, InferRequest(model_name=model, infer_inputs=[values]), model_name=model)
    scores = response.outputs[0].as_numpy()
    assert abs(scores.sum() - 1) < 1e-4, scores.sum()


def main():
    address, model, file, label = sys.argv[1:]
    with open(file, "rb") as picture:
        check_triton(address, model, picture.read(), label)
    print("tritonclient")
    try:
        import kserve  # noqa: F401
    except ImportError:
        return
    asyncio.run(check_kserve(address, model, label))
    print("kserve")


main()
