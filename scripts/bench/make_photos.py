"""Writes 1,000 JPEGs of 500x375, which differ, made of some pictures. Usage: make_photos.py DIRECTORY PICTURE..."""

import pathlib
import sys

from PIL import Image

directory, sources = pathlib.Path(sys.argv[1]), sys.argv[2:]
directory.mkdir(parents=True, exist_ok=True)
pictures = [Image.open(source).convert("RGB") for source in sources]
for i in range(1000):
    picture = pictures[i % len(pictures)]
    cut = i // len(pictures) % 40  # pixels off the left and the top
    box = (cut, cut, picture.width, picture.height)
    picture.resize((500, 375), Image.BICUBIC, box).save(directory / f"photo-{i:04}.jpg", quality=90)
