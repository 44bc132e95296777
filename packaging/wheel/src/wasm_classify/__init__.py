"""The command wasm-classify, with the Java runtime that it needs.

It has no Python interface: run the command, for example with ``--format json``.
"""

import os
import subprocess
import sys
from pathlib import Path

_BIN = Path(__file__).parent / "home" / "bin"


def main():
    """Becomes the command, with the arguments of this process."""
    if os.name == "nt":
        sys.exit(subprocess.call([str(_BIN / "wasm-classify.cmd"), *sys.argv[1:]]))
    launcher = str(_BIN / "wasm-classify")
    os.execv(launcher, [launcher, *sys.argv[1:]])
