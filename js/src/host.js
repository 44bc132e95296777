import { ClassifierError } from "./errors.js";
import { compile, Guest } from "./guest.js";
import { chooseLabels, LABEL_WORDS } from "./labels.js";
import { guestLines } from "./options.js";
import { supportsSimd128 } from "./simd.js";

/** The modules by name, the best one first. */
const MODULES = supportsSimd128() ? ["classifier-simd128.wasm", "classifier.wasm"] : ["classifier.wasm"];

/** The built-in model, with what its entry in the catalogue says. */
const POCKET = { file: "pocket.pb", labels: "pocket", inputRange: "-1..1", crop: "squash", channels: "rgb" };

/**
 * A model with its labels in a guest that runs in this thread.
 *
 * What it reads comes from a platform, Node's or the browser's: `readAsset(name)` a file of this package or undefined, `read(source, {
 * headers, onProgress })` a file of the user, and `readBeside(source, name, { headers })` a file in the same folder or undefined; each gives a
 * promise of bytes.
 */
export class Host {
  /** What users are told of the model. */
  about;
  #platform;
  #options;
  #module;
  #guest;
  #isWarm = false;

  static async load(platform, options, onProgress) {
    const host = new Host();
    host.#platform = platform;
    host.#options = options;
    host.#module = await host.#compile();
    const description = await host.#start(onProgress);
    const { names, note } = await chooseLabels(await host.#givenLabels(), description, (name) => readAsset(platform, name));
    host.about = { model: description, labels: names, notes: [...preparationNotes(description), ...(note ? [note] : [])] };
    return host;
  }

  /** The fields are those of the command's JSON results. */
  async classify(picture, top) {
    if (this.#guest.isBroken) await this.#start();
    const { labels } = this.about;
    const { scores, ...report } = this.#guest.classify(picture, Math.min(top, labels.length));
    const predictions = scores.map(({ index, score }) => ({ index, label: labels[index], score }));
    const warm = this.#isWarm;
    this.#isWarm = true;
    return { verdict: predictions[0].label, predictions, ...report, warm };
  }

  async #compile() {
    const { wasm } = this.#options;
    if (wasm !== undefined) return compile(await this.#platform.read(wasm));
    for (const name of MODULES) {
      const bytes = await this.#platform.readAsset(name);
      if (bytes) return compile(bytes);
    }
    throw missing(MODULES.at(-1));
  }

  /** Also again, after a guest that broke. */
  async #start(onProgress) {
    const { model, headers, ...given } = this.#options;
    const isBuiltIn = model === "pocket";
    const file = isBuiltIn ? await readAsset(this.#platform, POCKET.file) : await this.#platform.read(model, { headers, onProgress });
    const options = guestLines(isBuiltIn ? { ...POCKET, ...given } : given);
    const guest = await Guest.start(this.#module);
    const description = await guest.load(file, options, (name) => this.#readBeside(name));
    this.#guest = guest;
    return description;
  }

  async #givenLabels() {
    const { model, headers, labels = model === "pocket" ? POCKET.labels : undefined } = this.#options;
    if (labels === undefined || Array.isArray(labels) || LABEL_WORDS.includes(labels)) return labels;
    return new TextDecoder().decode(await this.#platform.read(labels, { headers }));
  }

  /** Weights that a model keeps in another file, whose place only a path or an address of the model tells. */
  async #readBeside(name) {
    const { model, headers } = this.#options;
    const hasPlace = typeof model === "string";
    const file = hasPlace ? await this.#platform.readBeside(model, name, { headers }) : undefined;
    if (file) return file;
    const help = hasPlace ? "which is not in the model's folder" : "so load it by its path or address, with that file in the same folder";
    throw new ClassifierError("weights-missing", `the model keeps weights in a second file, ${JSON.stringify(name)}, ${help}`);
  }
}

async function readAsset(platform, name) {
  return (await platform.readAsset(name)) ?? Promise.reject(missing(name));
}

function missing(name) {
  return new ClassifierError("module", `${name} is missing in this package; install it again`);
}

/** What the guest had to assume of how the model wants its pictures. */
function preparationNotes({ input }) {
  if (!input.assumed) return [];
  const [scale, offset] = [input.scale[0], input.offset[0]];
  const [mean, std] = [-offset / scale, 1 / scale].map((number) => Number(number.toPrecision(6)));
  const assumed = mean === 127.5 && std === 127.5 ? "-1..1" : `(p - ${mean}) / ${std}`;
  const message = `the model does not state how it expects pixels to be scaled; ${assumed} is assumed`;
  return [{ message, options: ["inputRange", "mean", "std"] }];
}
