import { readFile, realpath } from "node:fs/promises";
import { dirname, resolve, sep } from "node:path";

import { ClassifierError } from "../errors.js";

const checkout = (path) => new URL(`../../../${path}`, import.meta.url);

/** Where what a package has in `assets/` lies in a checkout of the project. */
export const CHECKOUT_ASSETS = {
  "classifier.wasm": checkout("wasm/classifier.wasm"),
  "classifier-simd128.wasm": checkout("wasm/classifier-simd128.wasm"),
  "pocket.pb": checkout("models/pocket.pb"),
  "pocket.txt": checkout("labels/pocket.txt"),
  "imagenet.txt": checkout("labels/imagenet.txt"),
};

const WORDS = { ENOENT: "no such file", EACCES: "no permission to read it", EISDIR: "is a directory" };

/** Why a file could not be read, in words where they are known. */
export function reasonOf(error) {
  return WORDS[error.code] ?? error.message;
}

/** Reads files for a `Host`. */
export const platform = {
  async readAsset(name) {
    return (await ifThere(new URL(`../../assets/${name}`, import.meta.url))) ?? (await ifThere(CHECKOUT_ASSETS[name]));
  },

  read: async (source) => {
    if (typeof source !== "string") return source;
    return readFile(source).catch((cause) => {
      throw new ClassifierError("unreadable", reasonOf(cause), { cause });
    });
  },

  /** What a model asks for by name must lie in the model's folder, also where links lead. */
  async readBeside(source, name) {
    const folder = await realpath(dirname(source));
    const file = await realpath(resolve(folder, name)).catch(() => undefined);
    if (file === undefined) return undefined;
    if (!file.startsWith(folder + sep)) {
      throw new ClassifierError("model", `its weights lie outside of its folder, in ${JSON.stringify(name)}`);
    }
    return readFile(file);
  },
};

async function ifThere(file) {
  try {
    return await readFile(file);
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}
