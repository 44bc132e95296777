"""Packs a folder into a .tar.gz or .zip: pack.py FOLDER ARCHIVE.

The same files give the same bytes on every system: names are sorted, nobody owns the files, and all have the time SOURCE_DATE_EPOCH.
"""

import gzip
import os
import sys
import tarfile
import time
import zipfile
from pathlib import Path


def mode(path):
    return 0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644


def write_tar(folder, archive, seconds):
    def normal(entry):
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        entry.mtime = seconds
        if not entry.issym():
            entry.mode = mode(folder.parent / entry.name)
        return entry

    with archive.open("wb") as file, gzip.GzipFile("", "wb", 9, file, 0) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar:
            tar.add(folder, folder.name, filter=normal)  # in the order of the names


def write_zip(folder, archive, seconds):
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(path.relative_to(folder.parent).as_posix(), time.gmtime(seconds)[:6])
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = mode(path) << 16
                packed.writestr(entry, path.read_bytes())


def main():
    folder, archive = Path(sys.argv[1]), Path(sys.argv[2])
    write = write_zip if archive.suffix == ".zip" else write_tar
    write(folder, archive, int(os.environ["SOURCE_DATE_EPOCH"]))


if __name__ == "__main__":
    main()
