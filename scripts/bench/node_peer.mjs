// Runs a network in Node, on one thread, and prints the milliseconds of each inference, a line each, and before them the class of a picture,
// where the network's weights are the model's.
//
//     node_peer.mjs classifier.wasm|classifier-simd128.wasm|onnxruntime-web|tfjs MODEL DIRECTORY WARM_UP RUNS PICTURE
//
// DIRECTORY is one that convert.py filled and that has the peers' packages. TensorFlow.js reads neither frozen graphs nor ONNX: it runs
// MobileNet V2 1.0 224 with other weights, whatever MODEL is.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

import { compile, Guest } from "../../js/src/guest.js";
import { mobileNet } from "./mobilenet-tfjs.mjs";

const [engine, model, directory, warmUp, runs, picture] = process.argv.slice(2);
const require = createRequire(join(directory, "/"));

/** A function that runs the network once and gives the milliseconds that it took. */
async function ours() {
  const guest = await Guest.start(await compile(await readFile(new URL(`../../wasm/${engine}`, import.meta.url))));
  await guest.load(await readFile(model), "", async () => undefined);
  const file = await readFile(picture);
  console.log(`class ${guest.classify(file, 1).scores[0].index}`);
  return () => guest.classify(file, 1).inferenceMillis;
}

async function onnxRuntime() {
  const ort = require("onnxruntime-web");
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(join(directory, "model.onnx"), { executionProviders: ["wasm"] });
  const side = Number((await readFile(join(directory, "shape.txt"), "utf8")).trim().split(" ").at(-1));
  const bytes = await readFile(join(directory, "pictures.f32"));
  const first = new Float32Array(bytes.buffer, bytes.byteOffset, side * side * 3);
  const feeds = { [session.inputNames[0]]: new ort.Tensor("float32", first, [1, side, side, 3]) };
  const scores = (await session.run(feeds))[session.outputNames[0]].data;
  console.log(`class ${scores.indexOf(Math.max(...scores))}`);
  return timed(() => session.run(feeds));
}

async function tensorFlow() {
  const tf = require("@tensorflow/tfjs-core");
  require("@tensorflow/tfjs-backend-wasm");
  await tf.setBackend("wasm");
  const [network, input] = [mobileNet(tf), tf.randomUniform([1, 224, 224, 3])];
  return timed(async () => {
    const output = network(input);
    await output.data();
    output.dispose();
  });
}

function timed(run) {
  return async () => {
    const start = performance.now();
    await run();
    return performance.now() - start;
  };
}

const run = await ({ "onnxruntime-web": onnxRuntime, tfjs: tensorFlow }[engine] ?? ours)();
for (let i = -Number(warmUp); i < Number(runs); i++) {
  const time = await run();
  if (i >= 0) console.log(time);
}
process.exit(); // TensorFlow.js would keep the process alive
