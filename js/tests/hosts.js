import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";

import { Classifier } from "../src/node/index.js";
import { openExample, withoutChromium } from "./chromium.js";
import { inProject, run, unless } from "./support.js";

const SCALAR = "wasm/classifier.wasm";
const SIMD128 = "wasm/classifier-simd128.wasm";
const PYTHON = "WASM_CLASSIFY_CLIENTS_PYTHON";
const LAUNCHER = inProject("wasm-classify");

/** Where the summation order or the decoder is not the guest's. */
const OTHER_ARITHMETIC = 1e-4;
/** Where scores are printed with six digits after the point. */
const SIX_DIGITS = 5e-7;

const withoutJava = (await run("java", ["-version"]).catch(() => ({ exit: 1 }))).exit !== 0 && "Java is not here";
const withoutWasmtime = await whyNoWasmtime();

/**
 * All that the guest runs in. Each has a name, why it cannot be tried here (or false), how far its scores may be from those of the reference,
 * and `classify(model, pictures)`, which gives a promise of the five best classes of each picture, each as index and score. Models and
 * pictures are paths in the project.
 */
export const HOSTS = [
  { name: "Node, simd128", skip: unless(SIMD128), tolerance: 0, classify: inNode(SIMD128) },
  { name: "the command, --engine wasm", skip: withoutJava, tolerance: 0, classify: byCommand("--engine=wasm", "--decoder=guest") },
  { name: "the command, --engine simd", skip: withoutJava, tolerance: OTHER_ARITHMETIC, classify: byCommand("--engine=simd") },
  { name: "the server", skip: withoutJava, tolerance: OTHER_ARITHMETIC, classify: onServer },
  { name: "Chromium", skip: withoutChromium, tolerance: 0, classify: inChromium(SCALAR) },
  { name: "Chromium, simd128", skip: withoutChromium, tolerance: 0, classify: inChromium(SIMD128) },
  { name: "Wasmtime", skip: withoutWasmtime, tolerance: SIX_DIGITS, classify: inWasmtime(SCALAR) },
  { name: "Wasmtime, simd128", skip: withoutWasmtime || unless(SIMD128), tolerance: SIX_DIGITS, classify: inWasmtime(SIMD128) },
];

/** What the others are compared with: Node with the scalar module. */
export const classifyByReference = inNode(SCALAR);

async function whyNoWasmtime() {
  const python = process.env[PYTHON];
  if (!python) return `needs a Python with wasmtime, named by ${PYTHON}`;
  const { exit } = await run(python, ["-c", "import wasmtime"]);
  return exit !== 0 && `${python} has no wasmtime`;
}

const best = ({ predictions }) => predictions.map(({ index, score }) => [index, Math.fround(score)]);

function inNode(wasm) {
  return async (model, pictures) => {
    const classifier = await Classifier.load({ model: inProject(model), wasm: inProject(wasm) });
    const answers = [];
    for (const picture of pictures) answers.push(best(await classifier.classify(await readFile(inProject(picture)), { top: 5 })));
    classifier.close();
    return answers;
  };
}

/** What a program prints that is run in the project's folder. */
async function outputOf(program, ...args) {
  const { exit, stdout, stderr } = await run(program, args, { cwd: inProject("") });
  if (exit !== 0) throw new Error(stderr);
  return stdout;
}

function byCommand(...options) {
  return async (model, pictures) => {
    const output = await outputOf(LAUNCHER, "predict", "--model", model, "--labels=none", "--format=json", "--top=5", ...options, ...pictures);
    return JSON.parse(output).results.map(best);
  };
}

async function onServer(model, pictures) {
  const server = spawn(LAUNCHER, ["serve", "--port=0", "--model", inProject(model), "--labels=none"], { stdio: ["ignore", "ignore", "pipe"] });
  const end = once(server, "exit");
  try {
    const address = await addressOf(server);
    const ask = async (picture) => {
      const response = await fetch(`${address}/classify`, { method: "POST", body: await readFile(inProject(picture)) });
      if (!response.ok) throw new Error(await response.text());
      return best(await response.json());
    };
    return await Promise.all(pictures.map(ask));
  } finally {
    server.kill();
    await end;
  }
}

async function addressOf(server) {
  const lines = [];
  for await (const line of createInterface({ input: server.stderr })) {
    lines.push(line);
    const address = /^wasm-classify: serving .* at (http\S+)$/.exec(line)?.[1];
    if (address) return address;
  }
  throw new Error(lines.join("\n"));
}

/** One browser for all, as its start takes longest. */
let example;

function inChromium(wasm) {
  return async (model, pictures) => {
    example ??= openExample();
    const { page } = await example;
    const results = await page.evaluate(classifyInPage, { wasm, model, pictures });
    return results.map(best);
  };
}

/** Ends what runs on between the questions. */
export async function closeHosts() {
  const opened = await example;
  await opened?.close();
}

/** Runs in the page. */
async function classifyInPage({ wasm, model, pictures }) {
  const { Classifier } = await import("/js/src/browser/index.js");
  const classifier = await Classifier.load({ wasm: `/${wasm}`, model: `/${model}` });
  const results = [];
  for (const picture of pictures) {
    results.push(await classifier.classify(await (await fetch(`/${picture}`)).arrayBuffer(), { top: 5 }));
  }
  classifier.close();
  return results;
}

/** The module is a command there: for each picture a line with the time, and five with a class's index and score. */
function inWasmtime(wasm) {
  return async (model, pictures) => {
    const output = await outputOf(process.env[PYTHON], "js/tests/run_in_wasmtime.py", wasm, model, ...pictures);
    const blocks = output.split(/^inference time: .*\n/m).slice(1);
    return blocks.map((block) => block.trimEnd().split("\n").map((line) => line.split(" ").map(Number)));
  };
}
