import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { it } from "node:test";

import { compile, Guest } from "../src/guest.js";
import { inProject, unless } from "./support.js";

const NETWORKS = inProject("wasm/tests/data");
const picture = await readFile(inProject("samples/pizza.jpg"));

/** The scores of all classes, or why there are none. */
async function answer(module, file) {
  const guest = await Guest.start(module);
  try {
    const { output } = await guest.load(file, "", async () => undefined);
    return guest.classify(picture, output.classes).scores;
  } catch (error) {
    return error.message;
  }
}

it("the module with vectors gives every network the scores of the scalar one, to the last bit", { skip: unless("wasm/classifier-simd128.wasm") }, async () => {
  const modules = await Promise.all(
    ["classifier.wasm", "classifier-simd128.wasm"].map(async (name) => compile(await readFile(inProject(`wasm/${name}`)))),
  );
  const names = (await readdir(NETWORKS, { recursive: true })).filter((name) => /\.(pb|onnx|tflite)$/.test(name));
  let answered = 0;
  for (const name of names) {
    const file = await readFile(join(NETWORKS, name));
    const [scalar, vectors] = [await answer(modules[0], file), await answer(modules[1], file)];
    assert.deepEqual(vectors, scalar, name);
    answered += Array.isArray(scalar);
  }
  assert.ok(answered > 100, `${answered} networks`);
});
