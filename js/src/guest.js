import { ClassifierError } from "./errors.js";
import { optionOf } from "./options.js";
import { Wasi } from "./wasi.js";

/** Of the guest's ABI that this program speaks. */
const ABI_VERSION = 1;
/** A class's index (u32) and score (f32). */
const PREDICTION_BYTES = 8;

/**
 * One running guest with one model in it: the class that knows the guest's ABI, which `wasm/src/abi.rs` documents. Pointers stay
 * inside, and what a call allocates in the guest is freed when it ends. After a trap it is broken, and another must be made.
 */
export class Guest {
  /** Whether a call was cut short: the guest must then not be called again. */
  isBroken = false;
  #wasi;
  #exports;
  #model;

  constructor(instance, wasi) {
    this.#exports = instance.exports;
    this.#wasi = wasi;
  }

  /** Starts a guest of a compiled module. */
  static async start(module) {
    const wasi = new Wasi();
    const instance = await instantiate(module, wasi);
    wasi.attach(instance.exports.memory);
    const version = instance.exports.abi_version?.();
    if (version !== ABI_VERSION) {
      throw new ClassifierError("module", `the module has version ${version} of the guest's ABI, version ${ABI_VERSION} is needed`);
    }
    return new Guest(instance, wasi);
  }

  /**
   * Loads the model that every later call uses, and describes it.
   *
   * @param {Uint8Array} file the whole model file
   * @param {string} options lines of `key=value`, see `wasm/src/options.rs`
   * @param {(name: string) => Promise<Uint8Array>} readBeside gives a file in which an ONNX model keeps weights
   */
  async load(file, options, readBeside) {
    const blocks = [];
    try {
      const model = this.#copy(file, blocks);
      const lines = this.#copy(new TextEncoder().encode(options), blocks);
      for (const name of this.#text("external_files", model.pointer, model.length).split("\n").filter(Boolean)) {
        this.#attach(name, await readBeside(name), blocks);
      }
      const handle = this.#call("model_load", model.pointer, model.length, lines.pointer, lines.length);
      if (handle <= 0) throw this.#failure(handle);
      this.#model = handle;
      return JSON.parse(this.#text("model_describe", handle));
    } finally {
      this.#free(blocks);
    }
  }

  /** The `top` best classes of a picture file, best first, and what the picture was and took. */
  classify(picture, top) {
    const blocks = [];
    try {
      const { pointer, length } = this.#copy(picture, blocks);
      const output = this.#allocate(top * PREDICTION_BYTES, blocks);
      const count = this.#call("classify_encoded", this.#model, pointer, length, top, output.pointer);
      if (count < 0) throw this.#failure(count);
      return { scores: this.#scores(output.pointer, count), ...this.#report() };
    } finally {
      this.#free(blocks);
    }
  }

  #attach(name, content, blocks) {
    const file = this.#copy(content, blocks);
    const text = this.#copy(new TextEncoder().encode(name), blocks);
    this.#call("external_attach", text.pointer, text.length, file.pointer, file.length);
  }

  #scores(pointer, count) {
    const view = new DataView(this.#memory, pointer, count * PREDICTION_BYTES);
    return Array.from({ length: count }, (_, i) => ({
      index: view.getUint32(i * PREDICTION_BYTES, true),
      score: view.getFloat32(i * PREDICTION_BYTES + 4, true),
    }));
  }

  #report() {
    const view = new DataView(this.#memory, this.#pointer("last_report"));
    return {
      width: view.getUint32(0, true),
      height: view.getUint32(4, true),
      decodeMillis: view.getFloat64(8, true),
      resizeMillis: view.getFloat64(16, true),
      inferenceMillis: view.getFloat64(24, true),
    };
  }

  // Another one after the guest has grown its memory: to be asked for when it is needed.
  get #memory() {
    return this.#exports.memory.buffer;
  }

  #allocate(length, blocks) {
    const pointer = this.#pointer("alloc", length);
    if (pointer === 0) throw new ClassifierError("too-large", `the guest has no memory for ${length} bytes`);
    blocks.push({ pointer, length });
    return { pointer, length };
  }

  #copy(bytes, blocks) {
    const block = this.#allocate(bytes.length, blocks);
    new Uint8Array(this.#memory, block.pointer, block.length).set(bytes);
    return block;
  }

  #free(blocks) {
    if (!this.isBroken) blocks.forEach(({ pointer, length }) => this.#exports.dealloc(pointer, length));
  }

  /** What an export points to: a length and UTF-8. */
  #text(name, ...values) {
    const pointer = this.#pointer(name, ...values);
    const length = new DataView(this.#memory).getUint32(pointer, true);
    return new TextDecoder().decode(new Uint8Array(this.#memory, pointer + 4, length));
  }

  #failure(number) {
    const key = this.#exports.last_error_option ? this.#text("last_error_option") : ""; // older modules have none
    return ClassifierError.ofGuest(number, this.#text("last_error"), optionOf(key));
  }

  /** WebAssembly's i32 arrives signed. */
  #pointer(name, ...values) {
    return this.#call(name, ...values) >>> 0;
  }

  #call(name, ...values) {
    try {
      return this.#exports[name](...values);
    } catch (cause) {
      this.isBroken = true;
      throw new ClassifierError("internal", `the guest failed in ${name}: ${this.#wasi.said.trim() || cause.message}`, { cause });
    }
  }
}

/** Compiles the bytes of a module. */
export async function compile(bytes) {
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw new ClassifierError("module", `not a WebAssembly module: ${cause.message}`, { cause });
  }
}

async function instantiate(module, wasi) {
  try {
    return await WebAssembly.instantiate(module, { wasi_snapshot_preview1: wasi.imports });
  } catch (cause) {
    throw new ClassifierError("module", `the module is not a guest for this program: ${cause.message}`, { cause });
  }
}
