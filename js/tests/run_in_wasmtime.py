"""Runs the module as a command in Wasmtime, as `wasmtime run --dir=.` does, once for each picture: MODULE MODEL PICTURE..."""

import sys

from wasmtime import Engine, Linker, Module, Store, WasiConfig

engine = Engine()
module = Module.from_file(engine, sys.argv[1])
model, *pictures = sys.argv[2:]
linker = Linker(engine)
linker.define_wasi()
for picture in pictures:
    wasi = WasiConfig()
    wasi.argv = ["classifier", model, picture]
    wasi.preopen_dir(".", ".")
    wasi.inherit_stdout()
    wasi.inherit_stderr()
    store = Store(engine)
    store.set_wasi(wasi)
    linker.instantiate(store, module).exports(store)["_start"](store)
