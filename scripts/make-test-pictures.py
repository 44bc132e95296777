"""Makes small pictures of every sort for tests of the decoders, and beside each, in NAME.rgb, the pixels that Pillow finds in it.

usage: make-test-pictures.py FOLDER    (needs Pillow and NumPy)
"""
import io
import struct
import sys
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops, ImageCms

WIDTH, HEIGHT = 21, 13  # odd, and no multiple of a JPEG block
folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)


def gradients(channels):
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    planes = [x * 12, y * 19, 255 - x * 6 - y * 9, (x * y) % 256]
    return np.stack(planes[:channels], axis=2).clip(0, 255).astype(np.uint8)


RGB = Image.fromarray(gradients(3))
RGBA = Image.fromarray(gradients(4))
GRAY = Image.fromarray(gradients(1)[:, :, 0])
ONE = Image.new("RGB", (1, 1), (200, 100, 50))


def other_profile():
    """sRGB with red and blue in each other's place: a decoder that applies it shows it."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"tmp!", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"tmp!", b"bXYZ", 1)


def encoded(picture, kind, **options):
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(depth, color, rows, extra=b""):
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, depth, color, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def wide(channels):
    """16 bits a sample, whose low bytes matter to nobody."""
    samples = gradients(channels).astype(">u2") * 256 + 200
    return [row.tobytes() for row in samples]


def small(depth, color, extra=b""):
    """A PNG of fewer than 8 bits a sample, several of which share a byte."""
    levels = gradients(1)[:, :, 0] >> 8 - depth
    rows = [np.packbits(np.unpackbits(row[:, None], axis=1)[:, 8 - depth:]).tobytes() for row in levels]
    return png(depth, color, rows, extra)


def indexed(depth, alphas=b""):
    """A palette with an entry for each value, of which the first ones may be transparent."""
    entries = np.arange(1 << depth)
    palette = np.stack([entries * 37 % 256, 255 - entries, entries * 101 % 256], axis=1).astype(np.uint8).tobytes()
    return small(depth, 3, chunk(b"PLTE", palette) + (chunk(b"tRNS", alphas) if alphas else b""))


def animation(kind, **options):
    """Two frames, the second a negative of the first."""
    first = RGB.quantize(16) if kind == "GIF" else RGB
    second = ImageChops.invert(RGB).quantize(16) if kind == "GIF" else ImageChops.invert(RGB)
    return encoded(first, kind, save_all=True, append_images=[second], **options)


def shifted_gif():
    """A frame in the middle of a larger screen, then another frame."""
    frame = encoded(RGB.quantize(16), "GIF")
    control_and_frame = frame[13 + 3 * 16:-1]
    at = control_and_frame.index(b"\x2c")
    moved = control_and_frame[:at + 1] + struct.pack("<HH", 3, 2) + control_and_frame[at + 5:]
    screen = frame[:6] + struct.pack("<HH", WIDTH + 5, HEIGHT + 7) + frame[10:13 + 3 * 16]
    return screen + moved + control_and_frame + b";"


def ycck():
    """A CMYK file whose Adobe segment says that its first three channels are luma and chroma."""
    file = encoded(RGB.convert("CMYK"), "JPEG", quality=95)
    at = file.index(b"Adobe") + 11
    return file[:at] + b"\2" + file[at + 1:]


def bitmap_16():
    header = struct.pack("<IiiHHIIiiII", 40, WIDTH, HEIGHT, 1, 16, 0, 0, 0, 0, 0, 0)
    red, green, blue = (gradients(3)[::-1, :, i].astype(int) >> 3 for i in range(3))
    rows = [row.astype("<u2").tobytes() + b"\0" * (-WIDTH * 2 % 4) for row in red << 10 | green << 5 | blue]
    return b"BM" + struct.pack("<IHHI", 54 + len(b"".join(rows)), 0, 0, 54) + header + b"".join(rows)


PICTURES = {
    "rgb.jpg": encoded(RGB, "JPEG", quality=90),
    "rgb-444.jpg": encoded(RGB, "JPEG", quality=90, subsampling=0),
    "progressive.jpg": encoded(RGB, "JPEG", quality=90, progressive=True),
    "gray.jpg": encoded(GRAY, "JPEG", quality=90),
    "adobe-rgb.jpg": encoded(RGB, "JPEG", quality=90, keep_rgb=True),
    "cmyk.jpg": encoded(RGB.convert("CMYK"), "JPEG", quality=95),
    "ycck.jpg": ycck(),
    "profile.jpg": encoded(RGB, "JPEG", quality=90, icc_profile=other_profile()),
    "rgb.png": encoded(RGB, "PNG"),
    "rgb-16.png": png(16, 2, wide(3)),
    "rgba.png": encoded(RGBA, "PNG"),
    "rgba-16.png": png(16, 6, wide(4)),
    "gray.png": encoded(GRAY, "PNG"),
    "gray-16.png": png(16, 0, wide(1)),
    "gray-alpha.png": encoded(RGBA.convert("LA"), "PNG"),
    "black-white.png": encoded(GRAY.convert("1"), "PNG"),
    "palette.png": encoded(RGB.quantize(13), "PNG"),
    "palette-alpha.png": encoded(RGB.quantize(4), "PNG", transparency=bytes([255, 100, 0, 255])),
    "one-transparent-color.png": encoded(RGB, "PNG", transparency=tuple(gradients(3)[5, 5].tolist())),
    "one-transparent-gray.png": encoded(GRAY, "PNG", transparency=int(gradients(1)[5, 5, 0])),
    "profile.png": encoded(RGB, "PNG", icc_profile=other_profile()),
    "palette.gif": encoded(RGB.quantize(16), "GIF"),
    "transparent.gif": encoded(RGB.quantize(16), "GIF", transparency=3),
    "interlaced.gif": encoded(RGB.quantize(16), "GIF", interlace=1),
    "shifted-frame.gif": shifted_gif(),
    "rgb.bmp": encoded(RGB, "BMP"),
    "rgba.bmp": encoded(RGBA, "BMP"),
    "palette.bmp": encoded(RGB.quantize(16), "BMP"),
    "black-white.bmp": encoded(GRAY.convert("1"), "BMP"),
    "rgb-16.bmp": bitmap_16(),
    "levels-2.png": small(2, 0),
    "levels-4.png": small(4, 0),
    "levels-4-transparent.png": small(4, 0, chunk(b"tRNS", b"\0\7")),
    "palette-1.png": indexed(1),
    "palette-2.png": indexed(2),
    "palette-4.png": indexed(4),
    "palette-8.png": indexed(8),
    "palette-1-alpha.png": indexed(1, bytes([0])),
    "palette-2-alpha.png": indexed(2, bytes([100, 255, 0])),
    "palette-8-alpha.png": indexed(8, bytes(range(100))),
    "gray-progressive.jpg": encoded(GRAY, "JPEG", quality=90, progressive=True),
    "cmyk-progressive.jpg": encoded(RGB.convert("CMYK"), "JPEG", quality=95, progressive=True),
    "animation.gif": animation("GIF"),
    "animation.png": animation("PNG"),
    "animation.webp": animation("WEBP", lossless=True),
    "lossy.webp": encoded(RGB, "WEBP", quality=90),
    "lossless.webp": encoded(RGB, "WEBP", lossless=True),
    "alpha.webp": encoded(RGBA, "WEBP", lossless=True, exact=True),
    "lzw.tif": encoded(RGB, "TIFF", compression="tiff_lzw"),
    "palette.tif": encoded(RGB.quantize(13), "TIFF", compression="tiff_adobe_deflate"),
    "jpeg.tif": encoded(RGB, "TIFF", compression="jpeg", quality=90),
    "rgba.ico": encoded(RGBA, "ICO", sizes=[(WIDTH, HEIGHT)], bitmap_format="bmp"),
    "rgb.ppm": encoded(RGB, "PPM"),
    "rgba.qoi": encoded(RGBA, "QOI"),
    "rgba.tga": encoded(RGBA, "TGA", compression="tga_rle"),
    "one.jpg": encoded(ONE, "JPEG", quality=90),
    "one.png": encoded(ONE, "PNG"),
    "one.gif": encoded(ONE.quantize(2), "GIF"),
    "one.bmp": encoded(ONE, "BMP"),
    "one.webp": encoded(ONE, "WEBP", lossless=True),
}


def on_white(file):
    picture = Image.open(io.BytesIO(file))
    if picture.mode.startswith("I;16"):
        return np.repeat((np.asarray(picture) >> 8).astype(np.uint8)[:, :, None], 3, axis=2)
    if picture.has_transparency_data:
        white = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(white, picture.convert("RGBA"))
    return np.asarray(picture.convert("RGB"))


for name, file in PICTURES.items():
    pixels = on_white(file)
    if name == "levels-4-transparent.png":  # Pillow compares with levels of 8 bits
        pixels = pixels.copy()
        pixels[pixels == 7 * 17] = 255
    if name == "shifted-frame.gif":  # the screen is white here, of the background colour in Pillow
        frame = pixels[2:2 + HEIGHT, 3:3 + WIDTH].copy()
        pixels = np.full_like(pixels, 255)
        pixels[2:2 + HEIGHT, 3:3 + WIDTH] = frame
    (folder / name).write_bytes(file)
    (folder / f"{name}.rgb").write_bytes(struct.pack(">HH", pixels.shape[1], pixels.shape[0]) + pixels.tobytes())
