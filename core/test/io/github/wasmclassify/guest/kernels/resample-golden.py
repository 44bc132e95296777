"""Writes resample-golden.tsv: what Pillow makes of some pictures. Usage: python3 resample-golden.py > resample-golden.tsv

Columns: width, height, channels, left, top, right, bottom, width and height of the result, CRC-32 of its samples (RGB), method.
Sample i of every picture is (i * 2654435761 mod 2^32) >> 24, with every seventh 255 and every eleventh 0.
"""

import sys
import zlib

from PIL import Image

CASES = [
    (1, 1, 3, None, (7, 5)),
    (5, 4, 3, None, (5, 4)),
    (64, 48, 3, None, (32, 48)),
    (64, 48, 3, None, (64, 31)),
    (300, 200, 3, None, (224, 224)),
    (301, 199, 1, None, (224, 224)),
    (640, 480, 3, None, (224, 224)),
    (1000, 37, 3, None, (64, 64)),
    (37, 1000, 1, None, (64, 64)),
    (2000, 11, 3, None, (1, 1)),
    (50, 60, 3, None, (129, 131)),
    (333, 222, 3, (20.25, 10.5, 300.75, 211.0), (96, 96)),
    (333, 222, 1, (0.5, 0.5, 17.5, 200.25), (23, 57)),
    (16, 16, 3, (3.0, 5.0, 11.0, 13.0), (8, 8)),
]


def sample(i):
    if i % 7 == 0:
        return 255
    if i % 11 == 0:
        return 0
    return (i * 2654435761 % 2**32) >> 24


METHODS = {
    "BILINEAR": Image.Resampling.BILINEAR,
    "BICUBIC": Image.Resampling.BICUBIC,
    "LANCZOS": Image.Resampling.LANCZOS,
    "NEAREST": Image.Resampling.NEAREST,
}


def main():
    for name, method in METHODS.items():
        write(name, method)


def write(name, method):
    for width, height, channels, box, size in CASES:
        data = bytes(sample(i) for i in range(width * height * channels))
        picture = Image.frombytes("L" if channels == 1 else "RGB", (width, height), data)
        left, top, right, bottom = box = box or (0, 0, width, height)
        # pass by pass: Pillow 13 goes down first where that is cheaper, earlier versions never do
        narrow = picture.resize((size[0], height), method, (left, 0, right, height))
        result = narrow.resize(size, method, (0, top, size[0], bottom)).convert("RGB").tobytes()
        row = [width, height, channels, *box, *size, format(zlib.crc32(result), "08x"), name]
        print(*row, sep="\t")


if __name__ == "__main__":
    sys.exit(main())
