"""Prints the oldest version of the GNU C library that the programs and libraries below a folder run on: glibc.py FOLDER"""

import re
import sys
from pathlib import Path

VERSION = re.compile(rb"GLIBC_(\d+)\.(\d+)")


def oldest(folder):
    """A binary names for each function of the library the version that brought it, and the newest of these counts."""
    files = [path for path in Path(folder).rglob("*") if path.is_file() and path.read_bytes()[:4] == b"\x7fELF"]
    return max(tuple(map(int, name)) for path in files for name in VERSION.findall(path.read_bytes()))


if __name__ == "__main__":
    print(".".join(map(str, oldest(sys.argv[1]))))
