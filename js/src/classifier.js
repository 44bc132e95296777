import { ClassifierError } from "./errors.js";
import { LABEL_WORDS } from "./labels.js";
import { checkOptions } from "./options.js";

/** The built-in model. */
const MODEL_WORD = "pocket";

/**
 * A model in a worker of its own: pictures in, the best classes out, without keeping the calling thread busy.
 *
 * What differs between Node and browsers is in the subclasses: `startWorker(onMessage, onFailure)` gives `{ post(message), end(),
 * isBusy(boolean) }`, and `address(source)` makes of a path or URL what a worker can read.
 */
export class Classifier {
  #worker;
  #about;
  #failure;
  #lastId = 0;
  /** Of the calls that are not answered yet, by their id. */
  #waiting = new Map();

  /** Loads a model, the built-in one unless another is named. The options are described in `index.d.ts`. */
  static async load(options = {}) {
    checkOptions(options);
    const { onProgress, model = MODEL_WORD, labels, wasm, ...preparation } = options;
    const classifier = new this();
    classifier.#worker = await this.startWorker((message) => classifier.#take(message), (error) => classifier.#fail(error));
    try {
      const values = { ...preparation, ...(await readable({ model, labels, wasm }, (source) => this.address(source))) };
      classifier.#about = await classifier.#call("load", [values], onProgress);
      return classifier;
    } catch (error) {
      classifier.close();
      throw error;
    }
  }

  /** What the guest says of the model. */
  get model() {
    return this.#about.model;
  }

  /** A name for each class. */
  get labels() {
    return this.#about.labels;
  }

  /** What had to be assumed of the model, with the options that decide it. */
  get notes() {
    return this.#about.notes;
  }

  /** Classifies the bytes of a picture file. Several calls are answered one after the other. */
  async classify(picture, { top = 1 } = {}) {
    if (!Number.isInteger(top) || top < 1) throw new RangeError(`top is ${top}, it must be an integer of 1 or more`);
    return this.#call("classify", [await toBytes(picture), top]);
  }

  /** Ends the worker. Calls that are not answered yet fail. */
  close() {
    this.#worker.end();
    this.#fail(new ClassifierError("closed", "the classifier is closed"));
  }

  #call(call, values, onProgress) {
    if (this.#failure) return Promise.reject(this.#failure);
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, onProgress });
      this.#worker.isBusy(true);
      this.#worker.post({ id, call, values });
    });
  }

  #take({ id, result, error, progress }) {
    const { resolve, reject, onProgress } = this.#waiting.get(id);
    if (progress) return onProgress?.(progress);
    this.#waiting.delete(id);
    this.#worker.isBusy(this.#waiting.size > 0);
    return error ? reject(new ClassifierError(error.code, error.message, { option: error.option })) : resolve(result);
  }

  /** The worker is gone: all calls fail, also later ones. */
  #fail(error) {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#failure);
    this.#waiting.clear();
  }
}

/** What a worker can read: bytes, addresses as this platform has them, and words that are no address. */
async function readable({ model, labels, wasm }, address) {
  const source = async (value, words = []) => {
    if (value === undefined || Array.isArray(value) || words.includes(value)) return value;
    return typeof value === "string" || value instanceof URL ? address(value) : toBytes(value);
  };
  return { model: await source(model, [MODEL_WORD]), labels: await source(labels, LABEL_WORDS), wasm: await source(wasm) };
}

async function toBytes(file) {
  if (file instanceof Uint8Array) return file;
  if (file instanceof ArrayBuffer) return new Uint8Array(file);
  if (file instanceof Blob) return new Uint8Array(await file.arrayBuffer());
  throw new TypeError("a file's bytes are given as a Uint8Array, an ArrayBuffer or a Blob");
}
