#!/usr/bin/env -S node --no-warnings
// Runs wasm/classifier.wasm under Node: prints the five best classes of a picture, `index score` a line.
//
//     scripts/node-classify.mjs MODEL PICTURE [WASM]
//
// Needs Node 20 or later and nothing else. The guest's exports are called as a host of its own would call them.
import { readFile, realpath } from "node:fs/promises";
import { dirname, resolve, sep } from "node:path";
import { WASI } from "node:wasi";

const TOP = 5;

const [modelPath, picturePath, wasmPath = new URL("../wasm/classifier.wasm", import.meta.url)] = process.argv.slice(2);
if (!picturePath) {
  console.error("usage: node-classify.mjs MODEL PICTURE [WASM]");
  process.exit(2);
}

const wasi = new WASI({ version: "preview1" });
const module = await WebAssembly.compile(await readFile(wasmPath));
const { exports: guest } = await WebAssembly.instantiate(module, wasi.getImportObject());
// The guest has no `_initialize`, and its `_start` is its command: Node only has to learn where the memory is.
wasi.initialize({ exports: { memory: guest.memory } });

function fail(message) {
  console.error(`node-classify: ${message}`);
  process.exit(1);
}

// The memory's buffer is another one after the guest has grown it, so views are made when they are needed.
function text(pointer) {
  const length = new DataView(guest.memory.buffer).getUint32(pointer, true);
  return new TextDecoder().decode(new Uint8Array(guest.memory.buffer, pointer + 4, length));
}

// A pointer is unsigned, WebAssembly's i32 arrives signed.
function allocate(length) {
  const pointer = guest.alloc(length) >>> 0;
  return pointer || fail(`the guest has no memory for ${length} bytes`);
}

function copy(bytes) {
  const pointer = allocate(bytes.length);
  new Uint8Array(guest.memory.buffer, pointer, bytes.length).set(bytes);
  return pointer;
}

// A file that the model asks for by name: it must lie in the model's folder, also where links lead.
async function readBeside(name) {
  try {
    const folder = await realpath(dirname(modelPath));
    const file = await realpath(resolve(folder, name));
    if (file.startsWith(folder + sep)) return await readFile(file);
  } catch {
    return null; // the guest says that it is missing
  }
  fail(`${modelPath}: its weights lie outside of its folder, in ${JSON.stringify(name)}`);
}

const model = await readFile(modelPath);
const modelPointer = copy(model);
const names = text(guest.external_files(modelPointer, model.length) >>> 0).split("\n").filter(Boolean);
const external = [];
for (const name of names) {
  const content = await readBeside(name);
  if (!content) continue;
  const nameBytes = new TextEncoder().encode(name);
  const [namePointer, pointer] = [copy(nameBytes), copy(content)];
  guest.external_attach(namePointer, nameBytes.length, pointer, content.length);
  guest.dealloc(namePointer, nameBytes.length);
  external.push([pointer, content.length]);
}
const handle = guest.model_load(modelPointer, model.length, 0, 0);
external.forEach(([pointer, length]) => guest.dealloc(pointer, length));
guest.dealloc(modelPointer, model.length);
if (handle < 0) fail(`${modelPath}: ${text(guest.last_error() >>> 0)}`);

const picture = await readFile(picturePath);
const [picturePointer, scores] = [copy(picture), allocate(8 * TOP)];
const count = guest.classify_encoded(handle, picturePointer, picture.length, TOP, scores);
if (count < 0) fail(`${picturePath}: ${text(guest.last_error() >>> 0)}`);

const view = new DataView(guest.memory.buffer, scores, 8 * count);
for (let i = 0; i < count; i++) {
  console.log(`${view.getUint32(8 * i, true)} ${view.getFloat32(8 * i + 4, true)}`);
}
