#!/usr/bin/env node
// Times the network of one ONNX model under Node, on one thread: the scalar module, the simd128 module and ONNX Runtime's for the web, which
// runs in WebAssembly too. Each has its turn again and again, so that a busy machine is busy for all of them. Prints a markdown table.
//
//     scripts/bench-node.mjs [--mobilenet-v2] MODEL.onnx
//
// MODEL.onnx has one square input of known size, channels first; wasm/tests/onnx_models.py --large makes some. With --mobilenet-v2 it is
// MobileNet V2 1.0 224, and TensorFlow.js runs that network too. The peers are installed into a scratch folder (400 MB).
// Environment: BENCH_SCRATCH the scratch folder; BENCH_ROUNDS, BENCH_RUNS and BENCH_WARM_UP how much to run.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { compile, Guest } from "../js/src/guest.js";
import { mobileNet } from "./bench/mobilenet-tfjs.mjs";

const {
  BENCH_SCRATCH: scratch = join(tmpdir(), "wasm-classify-bench"),
  BENCH_ROUNDS: rounds = 20,
  BENCH_RUNS: runs = 10,
  BENCH_WARM_UP: warmUp = 30,
} = process.env;

const modelPath = process.argv.slice(2).find((argument) => !argument.startsWith("--"));
if (!modelPath) {
  console.error("usage: bench-node.mjs [--mobilenet-v2] MODEL.onnx");
  process.exit(2);
}
const model = await readFile(modelPath);
const inProject = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** A function that runs the network once and gives the milliseconds that it took. */
async function ours(module) {
  const guest = await Guest.start(await compile(await readFile(inProject(`wasm/${module}`))));
  const { input } = await guest.load(model, "input_range=0..1\n", async () => undefined);
  const picture = await readFile(inProject("samples/lemon.png"));
  const run = () => guest.classify(picture, 1).inferenceMillis;
  return { run, size: input.shape[1] };
}

async function onnxRuntime(size) {
  const ort = peer("onnxruntime-web", "1.30.0");
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(model, { executionProviders: ["wasm"] });
  const values = Float32Array.from({ length: 3 * size * size }, (_, i) => Math.sin(i) / 2 + 0.5);
  const feeds = { [session.inputNames[0]]: new ort.Tensor("float32", values, [1, 3, size, size]) };
  return async () => {
    const start = performance.now();
    await session.run(feeds);
    return performance.now() - start;
  };
}

async function tensorFlow() {
  const tf = peer("@tensorflow/tfjs-core", "4.22.0");
  peer("@tensorflow/tfjs-backend-wasm", "4.22.0");
  await tf.setBackend("wasm");
  const [network, input] = [mobileNet(tf), tf.randomUniform([1, 224, 224, 3])];
  return async () => {
    const start = performance.now();
    const output = network(input);
    await output.data();
    output.dispose();
    return performance.now() - start;
  };
}

/** A package of the scratch folder, where it is installed unless it is there. */
function peer(name, version) {
  mkdirSync(scratch, { recursive: true });
  if (!existsSync(join(scratch, "node_modules", name))) {
    execFileSync("npm", ["install", "--silent", "--no-audit", "--no-fund", "--prefix", scratch, `${name}@${version}`], { stdio: "inherit" });
  }
  return createRequire(join(scratch, "/"))(name);
}

const scalar = await ours("classifier.wasm");
const contestants = {
  "ours, scalar": scalar.run,
  "ours, simd128": (await ours("classifier-simd128.wasm")).run,
  "ONNX Runtime Web": await onnxRuntime(scalar.size),
};
if (process.argv.includes("--mobilenet-v2")) contestants["TensorFlow.js, WebAssembly"] = await tensorFlow();
const times = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
for (let round = -1; round < rounds; round++) {
  for (const [name, run] of Object.entries(contestants)) {
    const count = round < 0 ? warmUp : runs;
    for (let i = 0; i < count; i++) {
      const time = await run();
      if (round >= 0) times[name].push(time);
    }
  }
}

const quantile = (values, share) => values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))];
console.log("| engine | fastest, ms | median, ms | median over the scalar one's |\n|---|---|---|---|");
for (const [name, values] of Object.entries(times)) {
  const median = quantile(values, 0.5);
  const ratio = median / quantile(times["ours, scalar"], 0.5);
  console.log(`| ${name} | ${quantile(values, 0).toFixed(1)} | ${median.toFixed(1)} | ${ratio.toFixed(2)} |`);
}
process.exit(); // TensorFlow.js would keep the process alive
