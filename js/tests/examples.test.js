import assert from "node:assert/strict";
import { copyFile, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "node:test";

import { inProject, run } from "./support.js";

it("the example for Node prints three lines for each picture", async () => {
  const folder = await mkdtemp(join(tmpdir(), "wasm-classify-"));
  await mkdir(join(folder, "node_modules"));
  await symlink(inProject("js"), join(folder, "node_modules/wasm-classify"), "junction");
  for (const name of ["classify.js", "package.json"]) await copyFile(inProject(`examples/node/${name}`), join(folder, name));
  const pictures = ["lemon.png", "pizza.jpg"].map((name) => inProject(`samples/${name}`));

  const args = [join(folder, "classify.js"), inProject("models/pocket.pb"), inProject("labels/pocket.txt"), ...pictures];
  const { exit, stdout, stderr } = await run(process.execPath, args);

  assert.equal(exit, 0, stderr);
  const lines = stdout.trimEnd().split("\n");
  assert.deepEqual([lines[0], lines[3]], pictures.map((picture) => `predicting on file ${picture}`));
  assert.match(lines[1], /^inference time: \d+ ms$/);
  assert.deepEqual([lines[2], lines[5]], ["prediction: lemon", "prediction: pizza, pizza pie"]);
  await rm(folder, { recursive: true });
});
