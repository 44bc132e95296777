"""``python -m wasm_classify`` is the command too."""

from wasm_classify import main

main()
