"""Runs the command over many small pictures and reads its resident memory on the way. Called by bench-memory.sh."""

import pathlib
import random
import struct
import subprocess
import sys
import zlib

EARLY = 1_000


def png(seed: int) -> bytes:
    """A picture of 48x32 pixels, the seed's own."""
    noise = random.Random(seed)
    color = [noise.randrange(256) for _ in range(3)]
    rows = b"".join(b"\0" + bytes((c + noise.randrange(64)) & 255 for _ in range(48) for c in color) for _ in range(32))
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", 48, 32, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b"")]
    body = b"".join(struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + body


def make(folder: pathlib.Path, count: int) -> None:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        file = folder / f"{number:06}.png"
        if not file.exists():
            file.write_bytes(png(number))


def resident(pid: int) -> float:
    """In MiB."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"process {pid} has no memory")


def main() -> None:
    root, folder, count = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3])
    make(folder, count)
    command = [str(root / "wasm-classify"), "predict", "--format", "jsonl", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    early = late = 0.0
    done = 0
    for _ in process.stdout:
        done += 1
        if done == EARLY:
            early = resident(process.pid)
        if done == count - 100:  # the process is still there
            late = resident(process.pid)
    if process.wait() != 0 or done != count:
        sys.exit(f"bench-memory: {done} of {count} results, exit code {process.returncode}")
    print(f"resident after {EARLY:,} pictures: {early:.0f} MiB, after {count:,}: {late:.0f} MiB, ratio {late / early:.2f}")


main()
