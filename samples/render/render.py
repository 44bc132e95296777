"""Renders the samples into the folder above, byte for byte the same on every run.

usage: render.py [FILE...]      all pictures, or those named
needs: pip install -r requirements.txt
"""
import importlib
import pathlib
import sys
import time

from PIL import Image

from renderer import render

SAMPLES = pathlib.Path(__file__).resolve().parents[1]
ORIENTATION = 0x0112        # the EXIF tag

PICTURES = {
    # file: (motif, how it is stored)
    'banana.jpg': ('banana', lambda picture, path: jpeg(picture, path)),
    'candle.png': ('candle', lambda picture, path: palette(picture).save(path, optimize=True)),
    'espresso.jpg': ('espresso', lambda picture, path: jpeg(picture, path, subsampling='4:4:4')),
    'jellyfish.webp': ('jellyfish', lambda picture, path: picture.save(path, quality=88, method=6)),
    'ladybug.gif': ('ladybug', lambda picture, path: palette(picture).save(path)),
    'lemon.png': ('lemon', lambda picture, path: picture.save(path, optimize=True)),
    'lighthouse.jpg': ('lighthouse', lambda picture, path: sideways(picture, path)),
    'mushroom.jpg': ('mushroom', lambda picture, path: jpeg(picture, path, progressive=True)),
    'orange.jpg': ('orange', lambda picture, path: jpeg(picture, path)),
    'pizza.jpg': ('pizza', lambda picture, path: jpeg(picture, path)),
    'teapot.jpg': ('teapot', lambda picture, path: jpeg(picture, path)),
}


def jpeg(picture, path, **options):
    picture.save(path, quality=88, optimize=True, **options)


def sideways(picture, path):
    """As a phone held upright stores it: lying on its side, with EXIF orientation 6 to say so."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    jpeg(picture.transpose(Image.Transpose.ROTATE_90), path, exif=exif)


def palette(picture):
    return picture.quantize(255, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.FLOYDSTEINBERG)


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
