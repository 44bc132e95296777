#!/usr/bin/env python3
"""Writes tests/data/picture: small pictures of each kind, and what Pillow makes of them and of others.

    python3 tests/picture_data.py [CORPORA]

Needs Pillow and NumPy. CORPORA is a folder of picture files made elsewhere, of which only a summary is kept.
"""

import io
import os
import struct
import sys

import numpy as np
from PIL import Image, ImageFile

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", "picture")
WHITE = (255, 255, 255)
KINDS = ("JPEG", "MPO", "PNG", "GIF", "WEBP", "BMP", "TIFF", "ICO", "PPM", "QOI", "TGA")
LARGEST = 500_000  # pixels: larger ones take an unoptimised test too long
METHODS = {
    "bilinear": Image.Resampling.BILINEAR,
    "bicubic": Image.Resampling.BICUBIC,
    "lanczos": Image.Resampling.LANCZOS,
    "nearest": Image.Resampling.NEAREST,
}

# width, height, channels, box or None, width and height of the result
RESIZES = [
    (7, 5, 3, None, 3, 3), (7, 5, 1, None, 3, 3), (300, 200, 3, None, 64, 64), (300, 200, 1, None, 64, 64),
    (64, 64, 3, None, 64, 64), (5, 7, 3, None, 16, 16), (5, 7, 1, None, 16, 16), (1, 200, 3, None, 8, 8),
    (200, 1, 3, None, 8, 8), (1, 1, 3, None, 5, 4), (31, 64, 3, None, 64, 64), (64, 31, 3, None, 64, 64),
    (225, 224, 3, None, 224, 224), (1000, 3, 1, None, 1, 1), (13, 17, 3, None, 1, 50), (40, 90, 3, None, 32, 32),
    (60, 40, 3, (10, 0, 50, 40), 32, 32), (60, 40, 3, (10.5, 2.25, 49.75, 38.5), 24, 24),
    (60, 40, 1, (0, 0, 60, 39.5), 60, 40), (60, 40, 3, (20, 10, 52, 34), 32, 24), (60, 40, 3, (59, 39, 60, 40), 4, 4),
]

# Factors of the components of a JPEG, across and down, of 3, 6 or 9 blocks in all.
SAMPLINGS = [
    ((2, 2), (1, 1), (1, 1)), ((1, 4), (1, 1), (1, 1)), ((1, 1), (1, 1), (1, 4)), ((4, 1), (1, 1), (1, 1)),
    ((1, 2), (2, 1), (2, 1)), ((1, 2), (1, 2), (2, 1)), ((3, 1), (3, 1), (1, 3)), ((4, 1), (2, 2), (1, 1)),
    ((1, 4), (1, 4), (1, 1)), ((1, 3), (1, 1), (2, 1)),
]


def fnv1a(data):
    """A hash of 64 bits that needs no library in the test."""
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 % (1 << 64)
    return f"{value:016x}"


def noise(length):
    """Bytes of Knuth's linear congruential generator (MMIX), which the test runs too."""
    state, values = 1, bytearray()
    for _ in range(length):
        state = (state * 6364136223846793005 + 1442695040888963407) % (1 << 64)
        values.append(state >> 56)
    return bytes(values)


def write_resizes():
    with open(os.path.join(HERE, "resizes.txt"), "w") as file:
        for name, method in METHODS.items():
            for width, height, channels, box, *size in RESIZES:
                mode = "RGB" if channels == 3 else "L"
                picture = Image.frombytes(mode, (width, height), noise(width * height * channels))
                left, top, right, bottom = box or (0, 0, width, height)
                # In two steps: which pass goes first depends on the version of Pillow and on the sizes.
                narrow = picture.resize((size[0], height), method, (left, 0, right, height))
                resized = narrow.resize(size, method, (0, top, size[0], bottom)).convert("RGB")
                numbers = [width, height, channels, left, top, right, bottom, *size]
                print(*numbers, fnv1a(resized.tobytes()), name, file=file)


def flat(picture):
    """As RGB on white, 16-bit channels by their high byte."""
    if picture.mode in ("I", "I;16"):
        picture = Image.fromarray((np.asarray(picture) >> 8).astype(np.uint8))
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        white = Image.new("RGB", picture.size, WHITE)
        white.paste(picture, mask=picture.getchannel("A"))
        return white
    return picture.convert("RGB")


def drawing():
    """11 x 6 RGBA: smooth ramps, which JPEG keeps well, and an alpha from clear to opaque."""
    y, x = np.mgrid[0:6, 0:11]
    channels = [x * 20 + 20, 220 - y * 30, 60 + x * 8 + y * 12, np.clip(x * 40 - 60, 0, 255)]
    return Image.fromarray(np.stack(channels, -1).astype(np.uint8), "RGBA")


def turned_exif(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


def write_files():
    rgba = drawing()
    rgb, gray = rgba.convert("RGB"), rgba.convert("L")
    gray_alpha = Image.merge("LA", (gray, rgba.getchannel("A")))
    indexed = rgb.quantize(16)
    ramp16 = Image.fromarray(np.asarray(gray).astype(np.uint16) * 257 - 128)
    other = rgb.transpose(Image.Transpose.ROTATE_180)
    jpeg = dict(quality=95, optimize=True)
    animation = dict(save_all=True, append_images=[other], duration=100)
    transparent = rgba.transpose(Image.Transpose.ROTATE_180)
    files = {
        "baseline-444.jpg": (rgb, dict(jpeg, subsampling=0)),
        "baseline-420.jpg": (rgb, dict(jpeg, subsampling=2)),
        "progressive.jpg": (rgb, dict(jpeg, progressive=True)),
        "gray.jpg": (gray, jpeg),
        "cmyk.jpg": (rgb.convert("CMYK"), jpeg),
        "exif-6.jpg": (rgb, dict(jpeg, exif=turned_exif(6))),
        "rgb.png": (rgb, {}),
        "gray-alpha.png": (gray_alpha, {}),
        "rgba.png": (rgba, {}),
        "gray-16-bit.png": (ramp16, {}),
        "indexed.png": (indexed, dict(bits=4)),
        "indexed-transparent.png": (indexed, dict(bits=4, transparency=bytes(range(0, 256, 16)))),
        "bilevel.png": (gray.convert("1"), {}),
        "exif-8.png": (rgb, dict(exif=turned_exif(8))),
        "animation.gif": (indexed, animation),
        "transparent.gif": (indexed, dict(transparency=3)),
        "interlaced.gif": (indexed, dict(interlace=1)),
        "lossy.webp": (rgb, dict(quality=95)),
        "lossy-alpha.webp": (rgba, dict(quality=95, alpha_quality=100)),
        "lossless.webp": (rgb, dict(lossless=True)),
        "lossless-alpha.webp": (rgba, dict(lossless=True, exact=True)),
        "animation-lossy.webp": (rgba, dict(save_all=True, append_images=[transparent], quality=95, duration=100)),
        "animation.webp": (rgba, dict(save_all=True, append_images=[transparent], lossless=True, duration=100)),
        "exif-3.webp": (rgb, dict(lossless=True, exif=turned_exif(3))),
        "rgb.bmp": (rgb, {}),
        "indexed.bmp": (indexed, {}),
        "gray.bmp": (gray, {}),
        "rgba.bmp": (rgba, {}),
    }
    with open(os.path.join(HERE, "files.txt"), "w") as summary:
        for name, (picture, options) in files.items():
            path = os.path.join(HERE, name)
            picture.save(path, **options)
            describe(name, path, summary)
        # A first frame that is smaller than its screen: the size of the screen is at byte 6 of a GIF.
        path = os.path.join(HERE, "small-frame.gif")
        indexed.save(path)
        with open(path, "r+b") as file:
            file.seek(6)
            file.write(bytes([13, 0, 8, 0]))
        white = Image.new("RGB", (13, 8), WHITE)
        white.paste(indexed.convert("RGB"), (0, 0))
        print("small-frame.gif", 13, 8, 1, white.tobytes().hex(), file=summary)


def photo(width, height):
    """A picture with edges, colours and a grain, whose samples and rounding differ everywhere."""
    y, x = np.mgrid[0:height, 0:width]
    grain = np.frombuffer(noise(width * height * 3), np.uint8).reshape(height, width, 3) // 8
    edges = np.where((x // 5 + y // 7) % 2 == 0, 70, 0)[..., None]
    ramps = np.stack([x * 120 // width, 120 - y * 110 // height, (x + y) * 120 // (width + height)], -1)
    return Image.fromarray((grain + edges + ramps).astype(np.uint8))


def saved(picture, **options):
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=85, **options)
    return file.getvalue()


def sampled(*factors):
    """A JPEG whose three components have the given blocks of an MCU, across and down. Pillow writes only the usual factors, so
    the header is put over data of as many blocks, all of which use the same tables."""
    across, down = (max(factor[i] for factor in factors) for i in (0, 1))
    groups = sum(across * down for across, down in factors) // 3
    width, height = across * 8 * 3, down * 8 * 2
    file = bytearray(saved(photo(groups * 8 * 3, 8 * 2), keep_rgb=True, restart_marker_blocks=groups))
    frame, scan, interval = (file.index(bytes([0xFF, marker])) for marker in (0xC0, 0xDA, 0xDD))
    struct.pack_into(">HH", file, frame + 5, height - 3, width - 5)
    struct.pack_into(">H", file, interval + 4, 1)
    for index, (across, down) in enumerate(factors):
        file[frame + 10 + 3 * index : frame + 12 + 3 * index] = [index + 1, across << 4 | down]
        file[scan + 5 + 2 * index] = index + 1
    return bytes(file)


def without_segments(file, marker):
    while (at := file.find(bytes([0xFF, marker]))) >= 0:
        file = file[:at] + file[at + 2 + int.from_bytes(file[at + 2 : at + 4]) :]
    return file


def ycck(file):
    """A CMYK file whose components are to be read as luma, chroma and black: what Adobe's marker says lies at its end."""
    at = file.index(b"Adobe") + 11
    return file[:at] + bytes([2]) + file[at + 1 :]


def write_jpegs():
    """JPEG files of all sorts, of which only a hash of Pillow's pixels is kept: each level must be right."""
    small, cmyk = photo(45, 37), photo(45, 37).convert("CMYK")
    long_orientation = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x04\0\0\0\x01\0\0\0\x06\0\0\0\0"
    whole = saved(small)
    files = {
        "halves": saved(small),
        "halves-across": saved(small, subsampling=1),
        "all": saved(small, subsampling=0),
        "restarts": saved(small, restart_marker_blocks=2),
        "progressive-restarts": saved(small, progressive=True, restart_marker_blocks=2),
        "progressive-gray": saved(small.convert("L"), progressive=True),
        "progressive-cmyk": saved(cmyk, progressive=True),
        "halved-cmyk": saved(cmyk, subsampling=2),
        "ycck": ycck(saved(cmyk)),
        "rgb": saved(small, keep_rgb=True),
        "long-orientation": saved(small, exif=long_orientation),
        "standard-tables": without_segments(whole, 0xC4),
        "no-end": whole[:-2],
        "trailer": whole[:-2] + b"trailer" * 9,
    }
    for side in range(1, 6):
        files[f"tiny-{side}"] = saved(photo(side, side))
        files[f"progressive-tiny-{side}"] = saved(photo(side, side), progressive=True, subsampling=1)
    for factors in SAMPLINGS:
        files["-".join("%dx%d" % factor for factor in factors)] = sampled(*factors)
    with open(os.path.join(HERE, "jpegs.txt"), "w") as summary:
        for name, data in files.items():
            name = f"jpeg-{name}.jpg"
            with open(os.path.join(HERE, name), "wb") as file:
                file.write(data)
            ImageFile.LOAD_TRUNCATED_IMAGES = name == "jpeg-no-end.jpg"
            with Image.open(io.BytesIO(data)) as picture:
                orientation = picture.getexif().get(0x0112, 1)
                print(name, *picture.size, orientation, fnv1a(picture.convert("RGB").tobytes()), file=summary)


def write_other_kinds():
    """TIFF, ICO, Netpbm, QOI and TGA files, of which only a hash of Pillow's pixels is kept: each level must be right."""
    large = photo(45, 37)
    alpha = Image.linear_gradient("L").resize(large.size)
    rgba = Image.merge("RGBA", (*large.split(), alpha))
    gray, cmyk, indexed = large.convert("L"), large.convert("CMYK"), large.quantize(40)
    gray_alpha = Image.merge("LA", (gray, alpha))
    gray16 = Image.fromarray(np.asarray(gray).astype(np.uint16) * 257 - 128)
    files = {}
    for compression in ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits"):
        files[f"{compression.replace('tiff_', '')}.tif"] = encoded(large, "TIFF", compression=compression)
    for name, picture in dict(rgba=rgba, gray=gray, cmyk=cmyk, palette=indexed, bilevel=gray.convert("1")).items():
        files[f"{name}.tif"] = encoded(picture, "TIFF", compression="tiff_lzw")
    files["gray-alpha.tif"] = encoded(gray_alpha, "TIFF")
    files["gray-16.tif"] = encoded(gray16, "TIFF")
    predictor = {317: 2}
    files["predictor.tif"] = encoded(large, "TIFF", compression="tiff_lzw", tiffinfo=predictor)
    files["predictor-16.tif"] = encoded(gray16, "TIFF", compression="tiff_adobe_deflate", tiffinfo=predictor)
    files["strips.tif"] = encoded(large, "TIFF", compression="tiff_lzw", strip_size=600)
    files["jpeg.tif"] = encoded(large, "TIFF", compression="jpeg", quality=90)
    files["jpeg-gray.tif"] = encoded(gray, "TIFF", compression="jpeg", quality=90)
    files["jpeg-strips.tif"] = encoded(large, "TIFF", compression="jpeg", quality=90, strip_size=16 * 45 * 3)
    files["pages.tif"] = encoded(large, "TIFF", save_all=True, append_images=[rgba, gray])
    files["big-endian.tif"] = tiff(">", np.asarray(large).astype(np.uint16) * 257 - 128, {262: (2,), 339: (1, 1, 1)})
    files["white-is-zero.tif"] = tiff("<", np.asarray(gray)[..., None], {262: (0,)})
    files["associated.tif"] = tiff("<", premultiplied(rgba), {262: (2,), 338: (1,)})
    files["tiles.tif"] = tiff("<", np.asarray(rgba), {262: (2,), 338: (2,)}, tile=16)
    files["planes.tif"] = tiff("<", np.asarray(large), {262: (2,), 284: (2,)})
    for name, picture in dict(rgb=large, rgba=rgba).items():
        files[f"{name}.qoi"] = encoded(picture, "QOI")
    for name, picture in dict(rgb=large, gray=gray, bilevel=gray.convert("1"), gray16=gray16).items():
        files[f"{name}.pnm"] = encoded(picture, "PPM")
    files["plain.pgm"] = b"P2\n# a comment\n45 37\n255\n" + " ".join(map(str, gray.tobytes())).encode()
    files["plain.pbm"] = b"P1\n45 37\n" + b" ".join(b"%d" % (level < 128) for level in gray.tobytes())
    files["few-levels.ppm"] = b"P6 45 37 15\n" + bytes(level >> 4 for level in large.tobytes())
    for name, picture in dict(rgb=large, rgba=rgba, gray=gray, palette=indexed).items():
        for compression in ("raw", "rle"):
            options = dict(compression="tga_rle") if compression == "rle" else {}
            files[f"{name}-{compression}.tga"] = encoded(picture, "TGA", **options)
    icon = rgba.resize((48, 48))
    files["png.ico"] = encoded(icon, "ICO", sizes=[(16, 16), (48, 48), (32, 32)])
    files["png-rgb.ico"] = encoded(large.resize((48, 48)), "ICO", sizes=[(48, 48)])
    files["bmp.ico"] = encoded(icon, "ICO", sizes=[(48, 48), (16, 16)], bitmap_format="bmp")
    with open(os.path.join(HERE, "turned.tif"), "wb") as file:  # which Pillow would turn back
        file.write(tiff("<", np.asarray(large), {262: (2,), 274: (6,)}))
    with open(os.path.join(HERE, "other-kinds.txt"), "w") as summary:
        for name, data in files.items():
            with open(os.path.join(HERE, name), "wb") as file:
                file.write(data)
            with Image.open(io.BytesIO(data)) as picture:
                print(name, *picture.size, fnv1a(flat(picture).tobytes()), file=summary)


def encoded(picture, kind, **options):
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def premultiplied(rgba):
    """Colours as they are on black; Pillow's own division by alpha would round them."""
    levels = np.asarray(rgba).astype(int)
    alpha = np.where(levels[..., 3:] < 128, 0, 255)
    return np.concatenate([levels[..., :3] * alpha // 255, alpha], -1).astype(np.uint8)


def tiff(order, levels, tags, tile=None):
    """A TIFF file without compression, of sorts that Pillow reads and does not write. A tag's numbers are shorts, but for places."""
    height, width, samples = levels.shape
    if tile:
        across, down = -(-width // tile), -(-height // tile)
        padded = np.zeros((down * tile, across * tile, samples), levels.dtype)
        padded[:height, :width] = levels
        chunks = padded.reshape(down, tile, across, tile, samples).swapaxes(1, 2).reshape(down * across, -1)
    elif tags.get(284) == (2,):
        chunks = levels.transpose(2, 0, 1).reshape(samples, -1)
    else:
        chunks = levels.reshape(1, -1)
    data = [chunk.astype(levels.dtype.newbyteorder(order)).tobytes() for chunk in chunks]
    places = [8 + sum(map(len, data[:index])) for index in range(len(data))]
    lengths = [len(chunk) for chunk in data]
    size = {322: (tile,), 323: (tile,), 324: places, 325: lengths} if tile else {273: places, 278: (height,), 279: lengths}
    tags = {256: (width,), 257: (height,), 258: (levels.itemsize * 8,) * samples, 259: (1,), 277: (samples,), **size, **tags}
    body = b"".join(data) + b"\0" * (sum(lengths) % 2)
    directory = 8 + len(body)
    after = directory + 2 + 12 * len(tags) + 4
    entries, values = b"", b""
    for tag, numbers in sorted(tags.items()):
        kind = "I" if tag in (273, 279, 324, 325) else "H"
        value = struct.pack(f"{order}{len(numbers)}{kind}", *numbers)
        entries += struct.pack(f"{order}HHI", tag, 4 if kind == "I" else 3, len(numbers))
        entries += value.ljust(4, b"\0") if len(value) <= 4 else struct.pack(f"{order}I", after + len(values))
        values += value if len(value) > 4 else b""
    start = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", directory)
    return start + body + struct.pack(f"{order}H", len(tags)) + entries + bytes(4) + values


def describe(name, path, summary):
    with Image.open(path) as picture:
        orientation = picture.getexif().get(0x0112, 1)
        print(name, *picture.size, orientation, flat(picture).tobytes().hex(), file=summary)


def write_summary(corpora):
    """Name, size and, as 2 x 2 RGB pixels, the content of each file of the kinds that the guest reads."""
    with open(os.path.join(HERE, "corpora.txt"), "w") as summary:
        for name in sorted(os.listdir(corpora)):
            with Image.open(os.path.join(corpora, name)) as picture:
                if picture.format in KINDS and picture.width * picture.height <= LARGEST:
                    key = name.rsplit("__", 1)[1]
                    print(key, *picture.size, flat(picture).resize((2, 2), METHODS["bilinear"]).tobytes().hex(), file=summary)


if __name__ == "__main__":
    os.makedirs(HERE, exist_ok=True)
    write_resizes()
    write_files()
    write_jpegs()
    write_other_kinds()
    if len(sys.argv) > 1:
        write_summary(sys.argv[1])
