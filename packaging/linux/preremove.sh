#!/bin/sh
# Before a removal or an upgrade: removes what the installation has made. rpm calls this after the new version's postinstall.sh, with 1.
[ "${1:-}" = 1 ] || rm -f /usr/lib/wasm-classify/lib/classes.jsa
