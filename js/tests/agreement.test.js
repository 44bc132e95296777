import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { it } from "node:test";

import { Classifier } from "../src/node/index.js";
import { inProject, run, SAMPLES, unless } from "./support.js";

const MOBILENET = "../shared/models/mobilenet_v2_1.0_224_quant.tflite";
const modules = ["wasm/classifier.wasm", "wasm/classifier-simd128.wasm"].map(inProject).filter(existsSync);

/** What the command on the JVM says of the samples. */
async function onJava(...options) {
  const args = ["predict", "--engine=wasm", "--decoder=guest", "--format=json", "--top=5", ...options, ...SAMPLES];
  const { stdout, exit, stderr } = await run(inProject("wasm-classify"), args);
  assert.equal(exit, 0, stderr);
  return JSON.parse(stdout).results;
}

async function agree(results, options) {
  const classifier = await Classifier.load(options);
  for (const { path, verdict, width, height, predictions } of results) {
    const answer = await classifier.classify(await readFile(path), { top: 5 });
    assert.deepEqual([answer.verdict, answer.width, answer.height], [verdict, width, height], path);
    const numbers = ({ index, score }) => [index, Math.fround(score)];
    assert.deepEqual(answer.predictions.map(numbers), predictions.map(numbers), path);
  }
  classifier.close();
}

const skip = (await run("java", ["-version"]).catch(() => ({ exit: 1 }))).exit !== 0 && "Java is not here";

it("every module answers as the command on the JVM does, to the last bit", { skip }, async () => {
  const results = await onJava();
  for (const wasm of modules) await agree(results, { wasm });
});

it("and so it does with MobileNet", { skip: skip || unless(MOBILENET) }, async () => {
  const model = inProject(MOBILENET);
  const results = await onJava("--model", model);
  for (const wasm of modules) await agree(results, { model, wasm });
});
