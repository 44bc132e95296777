#!/usr/bin/env python3
"""Exports today's picture classifiers from PyTorch with random weights and compares the guest with ONNX Runtime.

    cargo build --release --example run_tensor
    python3 tests/torch_networks.py FOLDER [NAME...]

Each network is exported by PyTorch's current exporter and by the old one, as its users do it. The files go to FOLDER; what
is there already is not made again. Prints how far the guest is from ONNX Runtime, relative to the largest score. Needs the
packages torch, torchvision, timm, transformers, ultralytics, onnx, onnxscript and onnxruntime.
"""

import argparse
import os
import subprocess
import sys
import warnings

import numpy as np
import onnxruntime
import torch

HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.environ.get("CARGO_TARGET_DIR", os.path.join(HERE, "..", "target"))
RUNNER = os.path.join(TARGET, "release", "examples", "run_tensor")
TOLERANCE = 1e-3


def timm(name, size, **arguments):
    def make():
        import timm as package
        return package.create_model(name, pretrained=False, num_classes=100, **arguments)
    return make, size


def torchvision(name, size, **arguments):
    def make():
        from torchvision import models
        return getattr(models, name)(weights=None, **arguments)
    return make, size


class Scores(torch.nn.Module):
    """A model of transformers that gives its scores alone."""

    def __init__(self, model, output):
        super().__init__()
        self.model, self.output = model, output

    def forward(self, pixel_values):
        return getattr(self.model(pixel_values), self.output)


def transformers(kind, size, output="logits", **arguments):
    def make():
        import transformers as package
        config = getattr(package, f"{kind}Config")(**arguments)
        config.num_labels = 100
        heads = {"logits": "ForImageClassification", "image_embeds": "ModelWithProjection"}
        return Scores(getattr(package, kind + heads[output])(config), output)
    return make, size


def yolo(name, size):
    def make():
        from ultralytics import YOLO
        model = YOLO(f"{name}.yaml").model
        model.model[-1].export = True
        return model
    return make, size


# Where a network takes pictures of any size it gets small ones.
NETWORKS = {
    "vit_tiny": timm("vit_tiny_patch16_224", 96, img_size=96),
    "vit_small": timm("vit_small_patch16_224", 64, img_size=64, depth=4),
    "deit_tiny_distilled": timm("deit_tiny_distilled_patch16_224", 64, img_size=64),
    "swin_tiny": timm("swin_tiny_patch4_window7_224", 224),
    "swin_t": torchvision("swin_t", 64),
    "convnext_atto": timm("convnext_atto", 64),
    "convnext_tiny": torchvision("convnext_tiny", 64),
    "convnextv2_atto": timm("convnextv2_atto", 64),
    "mobilevit_xxs": timm("mobilevit_xxs", 128),
    "mobilevitv2_050": timm("mobilevitv2_050", 128),
    "efficientformer_l1": timm("efficientformer_l1", 224),
    "efficientformerv2_s0": timm("efficientformerv2_s0", 224),
    "maxvit_t": torchvision("maxvit_t", 224),
    "coatnet_nano": timm("coatnet_nano_rw_224", 224),
    "edgenext_xx_small": timm("edgenext_xx_small", 128),
    "poolformer_s12": timm("poolformer_s12", 64),
    "repvit_m0_9": timm("repvit_m0_9", 64),
    "ghostnetv2_100": timm("ghostnetv2_100", 64),
    "fastvit_t8": timm("fastvit_t8", 64),
    "mobilenetv4_conv_small": timm("mobilenetv4_conv_small", 64),
    "mobilenetv4_hybrid_medium": timm("mobilenetv4_hybrid_medium", 128),
    "efficientnet_v2_s": torchvision("efficientnet_v2_s", 64),
    "tf_efficientnetv2_b0": timm("tf_efficientnetv2_b0", 64),
    "regnet_y_400mf": torchvision("regnet_y_400mf", 64),
    "dinov2_small": transformers("Dinov2", 112, hidden_size=384, num_attention_heads=6, num_hidden_layers=4, image_size=112, patch_size=14),
    "dinov2_timm": timm("vit_small_patch14_dinov2", 70, img_size=70, depth=4),
    "clip_vision": transformers("CLIPVision", 64, "image_embeds", image_size=64, patch_size=16, hidden_size=192, intermediate_size=768,
                                num_hidden_layers=4, num_attention_heads=3, projection_dim=128),
    "hf_vit": transformers("ViT", 64, image_size=64, hidden_size=192, num_hidden_layers=4, num_attention_heads=3, intermediate_size=768),
    "hf_swin": transformers("Swin", 64, image_size=64, window_size=4),
    "hf_convnext": transformers("ConvNext", 64, hidden_sizes=[40, 80, 160, 320], depths=[2, 2, 6, 2]),
    "hf_mobilevit": transformers("MobileViT", 128, image_size=128),
    "yolov8n_cls": yolo("yolov8n-cls", 64),
    "yolo11n_cls": yolo("yolo11n-cls", 64),
}


def randomise(model, seed):
    """Weights under a seed. What initialisers set to one number, such as the factor of a residual, gets values that count."""
    generator = torch.Generator().manual_seed(seed)
    torch.manual_seed(seed)
    uniform = lambda tensor, low, high: tensor.copy_(torch.empty(tensor.shape).uniform_(low, high, generator=generator))
    with torch.no_grad():
        for tensor in model.parameters():
            if tensor.numel() > 1 and tensor.std() > 0:
                continue
            value = float(tensor.flatten()[0])
            uniform(tensor, *((-0.1, 0.1) if value == 0 else (0.7, 1.3)))
        for name, tensor in model.named_buffers():
            if name.endswith("running_mean"):
                uniform(tensor, -0.1, 0.1)
            if name.endswith("running_var"):
                uniform(tensor, 0.7, 1.3)


def export(model, data, path, current):
    options = {"dynamo": True, "external_data": False, "verbose": False} if current else {"dynamo": False, "opset_version": 17}
    torch.onnx.export(model, (data,), path, input_names=["pixel_values"], **options)


def network(name, path, current):
    """Writes the network, unless it is there, and returns its input and what ONNX Runtime answers."""
    make, size = NETWORKS[name]
    seed = list(NETWORKS).index(name) + 1
    data = np.random.default_rng(seed).uniform(-1, 1, (1, 3, size, size)).astype(np.float32)
    if not os.path.exists(path):
        torch.manual_seed(seed)
        model = make().eval()
        randomise(model, seed)
        export(model, torch.from_numpy(data), path, current)
    options = onnxruntime.SessionOptions()
    options.log_severity_level, options.intra_op_num_threads = 3, 1
    session = onnxruntime.InferenceSession(path, options)
    return data, session.run(None, {session.get_inputs()[0].name: data})[0]


def compare(name, path, current):
    """The error relative to the largest score, or why there is none."""
    data, expected = network(name, path, current)
    files = [path.replace(".onnx", end) for end in (".onnx", ".tensor", ".output")]
    np.ascontiguousarray(data.transpose(0, 2, 3, 1)).tofile(files[1])
    done = subprocess.run([RUNNER, *files], capture_output=True, text=True)
    if done.returncode:
        return None, done.stderr.strip()[:300]
    result = np.fromfile(files[2], "<f4").reshape(expected.shape)
    times = done.stdout.splitlines()[0].split()[:2]
    return float(np.abs(result - expected).max() / np.abs(expected).max()), f"spread {np.ptp(expected) / np.abs(expected).max():.1g} {' '.join(times)}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("networks", nargs="*", help="only these")
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore")
    os.makedirs(arguments.folder, exist_ok=True)
    torch.set_num_threads(1)
    failures = 0
    for name in arguments.networks or NETWORKS:
        for exporter, current in (("current", True), ("old", False)):
            path = os.path.join(arguments.folder, f"{name}.{exporter}.onnx")
            try:
                error, note = compare(name, path, current)
            except Exception as failure:  # what an exporter cannot do says nothing about the guest
                print(f"| {name} | {exporter} | not exported: {str(failure).strip().splitlines()[0][:200]} |", flush=True)
                continue
            failures += error is None or not error <= TOLERANCE
            print(f"| {name} | {exporter} | {'refused' if error is None else f'{error:.1e}'} | {note} |", flush=True)
    if failures:
        sys.exit(f"{failures} networks are refused or differ by more than {TOLERANCE}")


if __name__ == "__main__":
    main()
