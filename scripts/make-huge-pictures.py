"""Makes pictures of 100 million pixels, 10000x10000, of few bytes, to see what memory and time the largest ones take.

usage: make-huge-pictures.py FOLDER
"""
import struct
import sys
import zlib
from pathlib import Path

SIDE = 10_000


def segment(marker, data):
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def jpeg(channels, progressive=False):
    """All one gray. Each Huffman table has one code, a single 0: "no difference to the block before", and "no more of this block"."""
    blocks = (SIDE // 8) ** 2
    ids = range(1, channels + 1)

    def scan(shown, first, last, bits):
        selectors = b"".join(bytes([channel, 0]) for channel in shown)
        header = segment(0xDA, bytes([len(shown)]) + selectors + bytes([first, last, 0]))
        return header + bytes((blocks * bits * len(shown) + 7) // 8)

    frame = struct.pack(">BHHB", 8, SIDE, SIDE, channels) + b"".join(bytes([channel, 0x11, 0]) for channel in ids)
    codes = b"\1" + bytes(16)
    tables = segment(0xDB, b"\0" + b"\1" * 64) + segment(0xC4, b"\0" + codes) + segment(0xC4, b"\x10" + codes)
    if progressive:
        scans = scan(ids, 0, 0, 1) + b"".join(scan([channel], 1, 63, 1) for channel in ids)
    else:
        scans = scan(ids, 0, 63, 2)
    return b"\xFF\xD8" + tables + segment(0xC2 if progressive else 0xC0, frame) + scans + b"\xFF\xD9"


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(depth, color, channels):
    row = bytes(1 + SIDE * depth * channels // 8)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(row) for _ in range(SIDE)) + packer.flush()
    header = struct.pack(">IIBBBBB", SIDE, SIDE, depth, color, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
(folder / "gray.jpg").write_bytes(jpeg(1))
(folder / "color.jpg").write_bytes(jpeg(3))
(folder / "progressive.jpg").write_bytes(jpeg(3, progressive=True))
(folder / "bilevel.png").write_bytes(png(1, 0, 1))
(folder / "gray.png").write_bytes(png(8, 0, 1))
(folder / "rgb.png").write_bytes(png(8, 2, 3))
(folder / "rgba.png").write_bytes(png(8, 6, 4))
(folder / "rgba-16.png").write_bytes(png(16, 6, 4))
