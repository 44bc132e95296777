import assert from "node:assert/strict";
import { it } from "node:test";

import { Guest } from "../src/guest.js";

it("a guest that traps is not called again, and its last words are the reason", () => {
  const calls = [];
  const exports = {
    memory: new WebAssembly.Memory({ initial: 1 }),
    alloc: () => 16,
    dealloc: () => calls.push("dealloc"),
    classify_encoded: () => {
      throw new WebAssembly.RuntimeError("unreachable");
    },
  };
  const guest = new Guest({ exports }, { said: "panicked at guest/src/x.rs\n" });
  assert.throws(() => guest.classify(new Uint8Array(1), 1), { code: "internal", message: /classify_encoded: panicked at guest/ });
  assert.ok(guest.isBroken);
  assert.deepEqual(calls, []);
});

it("an error of the guest names the option that could help", () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const texts = { 100: "too many pixels", 200: "max_pixels" };
  for (const [pointer, text] of Object.entries(texts)) {
    new DataView(memory.buffer).setUint32(pointer, text.length, true);
    new TextEncoder().encodeInto(text, new Uint8Array(memory.buffer, Number(pointer) + 4));
  }
  const exports = { memory, alloc: () => 16, dealloc: () => {}, classify_encoded: () => -8, last_error: () => 100, last_error_option: () => 200 };
  const expected = { code: "too-large", message: "too many pixels", option: "maxPixels" };
  assert.throws(() => new Guest({ exports }, { said: "" }).classify(new Uint8Array(1), 1), expected);
});

it("a guest without memory for a picture says so", () => {
  const exports = { memory: new WebAssembly.Memory({ initial: 1 }), alloc: () => 0, dealloc: () => {} };
  assert.throws(() => new Guest({ exports }, { said: "" }).classify(new Uint8Array(9), 1), { code: "too-large", message: /9 bytes/ });
});
