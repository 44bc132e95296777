#!/usr/bin/env python3
"""Runs wasm/classifier.wasm as a command under Wasmtime: prints the five best classes of a picture.

    scripts/wasmtime-classify.py MODEL PICTURE [WASM]

Needs the Python package wasmtime. The same as `wasmtime run --dir=... classifier.wasm MODEL PICTURE`.
"""

import sys
from pathlib import Path

from wasmtime import Config, Engine, ExitTrap, Linker, Module, Store, WasiConfig


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(f"usage: {Path(sys.argv[0]).name} MODEL PICTURE [WASM]")
    model, picture = (Path(path).resolve() for path in sys.argv[1:3])
    bundled = Path(__file__).resolve().parent.parent / "wasm/classifier.wasm"
    engine = Engine(Config())
    module = Module.from_file(engine, sys.argv[3] if len(sys.argv) == 4 else str(bundled))

    wasi = WasiConfig()
    wasi.argv = ["classifier", f"/model/{model.name}", f"/picture/{picture.name}"]
    wasi.preopen_dir(str(model.parent), "/model")
    wasi.preopen_dir(str(picture.parent), "/picture")
    wasi.inherit_stdout()
    wasi.inherit_stderr()
    store = Store(engine)
    store.set_wasi(wasi)
    linker = Linker(engine)
    linker.define_wasi()
    try:
        linker.instantiate(store, module).exports(store)["_start"](store)
    except ExitTrap as exit:
        sys.exit(exit.code)


if __name__ == "__main__":
    main()
