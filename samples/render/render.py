"""Renders the samples into the folder above, byte for byte the same on every run.

usage: render.py [FILE...]      all pictures, or those named
needs: pip install -r requirements.txt
"""
import importlib
import pathlib
import sys
import time
from functools import partial

from PIL import Image

from renderer import render

SAMPLES = pathlib.Path(__file__).resolve().parents[1]
ORIENTATION = 0x0112        # the EXIF tag


def jpeg(picture, path, **options):
    picture.save(path, quality=88, optimize=True, **options)


def gray(picture, path):
    jpeg(picture.convert('L'), path)


def png(picture, path):
    picture.save(path, optimize=True)


def webp(picture, path):
    picture.save(path, quality=88, method=6)


def sideways(picture, path):
    """As a phone held upright stores it: lying on its side, with EXIF orientation 6 to say so."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    jpeg(picture.transpose(Image.Transpose.ROTATE_90), path, exif=exif)


def palette(picture, path, **options):
    """At most 255 colours, dithered."""
    colours = picture.quantize(255, method=Image.Quantize.MEDIANCUT)
    picture.quantize(palette=colours, dither=Image.Dither.FLOYDSTEINBERG).save(path, **options)


PICTURES = {
    # file: (motif, how it is stored)
    'candle.png': ('candle', partial(palette, optimize=True)),
    'espresso.jpg': ('espresso', partial(jpeg, subsampling='4:4:4')),
    'jellyfish.webp': ('jellyfish', webp),
    'ladybug.gif': ('ladybug', palette),
    'lemon.png': ('lemon', png),
    'lighthouse-fog.jpg': ('lighthouse_fog', gray),
    'lighthouse.jpg': ('lighthouse', sideways),
    'mushroom.jpg': ('mushroom', partial(jpeg, progressive=True)),
    'orange.jpg': ('orange', jpeg),
    'pizza.jpg': ('pizza', jpeg),
    'teapot.jpg': ('teapot', jpeg),
}


def main():
    unknown = set(sys.argv[1:]) - set(PICTURES)
    if unknown:
        sys.exit(f'render.py: no such sample: {", ".join(sorted(unknown))}; there are {", ".join(PICTURES)}')
    for name in sys.argv[1:] or PICTURES:
        motif, store = PICTURES[name]
        start = time.time()
        scene = importlib.import_module('motifs.' + motif).scene()
        store(Image.fromarray(render(scene)), SAMPLES / name)
        print(f'{name}: {time.time() - start:.0f} s, {(SAMPLES / name).stat().st_size} bytes', flush=True)


if __name__ == '__main__':
    main()
