#!/usr/bin/env python3
"""Writes tests/data/picture/transforms-*.txt: points of what other projects' own transforms make of ten photos.

    python3 tests/transforms.py torch PHOTOS    needs torchvision, timm and ultralytics
    python3 tests/transforms.py keras PHOTOS    needs keras, tensorflow and Pillow

A line: what the guest is told (crop and resize), the photo, and as hexadecimal the red, green and blue of 64 pixels of
the result, row by row from pixel (13, 13) on, 28 apart. No photo is copied.
"""

import os
import sys

import numpy as np
from PIL import Image, ImageOps

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", "picture")
SIDE = 224
PHOTOS = 10


def torch_transforms():
    import timm.data
    from torchvision.transforms import InterpolationMode
    from torchvision.transforms._presets import ImageClassification
    from ultralytics.data.augment import classify_transforms

    def pixels(transform):
        return lambda path: np.moveaxis(transform(Image.open(path).convert("RGB")).numpy(), 0, -1) * 255

    def torchvision(resize, interpolation=InterpolationMode.BILINEAR):
        def run(image):
            preset = ImageClassification(crop_size=SIDE, resize_size=resize, mean=(0, 0, 0), std=(1, 1, 1),
                                         interpolation=interpolation)
            return preset(image)

        return pixels(run)

    def timm_transform(fraction, interpolation):
        return pixels(timm.data.create_transform((3, SIDE, SIDE), is_training=False, interpolation=interpolation,
                                                 crop_pct=fraction, mean=(0, 0, 0), std=(1, 1, 1)))

    return {
        "center:0.875 bilinear": torchvision(256),
        "center:0.9655 bilinear": torchvision(232),
        "center:0.95 bicubic": timm_transform(0.95, "bicubic"),
        "center:0.9 bicubic": timm_transform(0.9, "bicubic"),
        "center:1 bicubic": timm_transform(1.0, "bicubic"),
        "center:1 bilinear": pixels(classify_transforms(SIDE)),
    }


def keras_transforms():
    import keras
    import tensorflow

    def loaded(interpolation, **options):
        return lambda path: np.asarray(keras.utils.load_img(path, target_size=(SIDE, SIDE), interpolation=interpolation,
                                                            **options))

    def resized(method):
        def run(path):
            image = keras.utils.img_to_array(keras.utils.load_img(path))
            return tensorflow.image.resize(image, (SIDE, SIDE), method=method).numpy()

        return run

    def fit(path):
        return np.asarray(ImageOps.fit(Image.open(path).convert("RGB"), (SIDE, SIDE), Image.Resampling.LANCZOS))

    return {
        "squash nearest": loaded("nearest"),
        "squash bilinear": loaded("bilinear"),
        "squash lanczos": loaded("lanczos"),
        "squash bilinear-aliased": resized("bilinear"),
        "squash bicubic-aliased": resized("bicubic"),
        "center lanczos": fit,
    }


def main():
    kind, folder = sys.argv[1:]
    transforms = {"torch": torch_transforms, "keras": keras_transforms}[kind]()
    names = sorted(name for name in os.listdir(folder) if name.startswith("n"))
    with open(os.path.join(HERE, f"transforms-{kind}.txt"), "w") as file:
        for told, transform in transforms.items():
            for name in names[:: max(1, len(names) // PHOTOS)][:PHOTOS]:
                result = np.clip(np.rint(transform(os.path.join(folder, name))), 0, 255).astype(np.uint8)
                assert result.shape == (SIDE, SIDE, 3), result.shape
                print(told, name, result[13::28, 13::28].tobytes().hex(), file=file)


if __name__ == "__main__":
    main()
