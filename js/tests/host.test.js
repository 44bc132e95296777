import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { it, mock } from "node:test";

import { ClassifierError } from "../src/errors.js";
import { Guest } from "../src/guest.js";
import { Host } from "../src/host.js";
import { platform } from "../src/node/platform.js";
import { inProject } from "./support.js";

const lemon = await readFile(inProject("samples/lemon.png"));

it("a picture that breaks the guest fails, and a fresh guest takes the next one", async () => {
  const host = await Host.load(platform, { model: "pocket" });
  function trap() {
    this.isBroken = true;
    throw new ClassifierError("internal", "the guest failed");
  }
  mock.method(Guest.prototype, "classify", trap, { times: 1 });
  await assert.rejects(host.classify(lemon, 1), { code: "internal" });
  assert.equal((await host.classify(lemon, 1)).verdict, "lemon");
});

it("weights beside a model are read from its folder, and from nowhere else", async () => {
  const model = inProject("wasm/tests/data/shapes/weights_beside.onnx");
  const { about } = await Host.load(platform, { model });
  assert.ok(about.labels.length > 0);
  await assert.rejects(platform.readBeside(model, "../onnx/lenet.onnx"), { code: "model", message: /outside of its folder/ });
  assert.equal(await platform.readBeside(model, "missing"), undefined);
});

it("says which file is missing where a model's weights are in another one", async () => {
  const model = await readFile(inProject("wasm/tests/data/shapes/weights_beside.onnx"));
  await assert.rejects(Host.load(platform, { model }), { code: "weights-missing", message: /second file, ".+", so load it by its path or address/ });
});
