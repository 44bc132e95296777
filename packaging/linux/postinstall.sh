#!/bin/sh
# After an installation or an upgrade: makes the class archive. The command works without it, only more slowly.
/usr/bin/wasm-classify warmup || :
