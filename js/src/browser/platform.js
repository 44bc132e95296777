import { ClassifierError } from "../errors.js";

/** Fetches files for a `Host`. Bundlers know this form of an address by sight, so each file is named in full. */
const ASSETS = {
  "classifier.wasm": () => new URL("../../assets/classifier.wasm", import.meta.url),
  "classifier-simd128.wasm": () => new URL("../../assets/classifier-simd128.wasm", import.meta.url),
  "pocket.pb": () => new URL("../../assets/pocket.pb", import.meta.url),
  "pocket.txt": () => new URL("../../assets/pocket.txt", import.meta.url),
  "imagenet.txt": () => new URL("../../assets/imagenet.txt", import.meta.url),
};

export const platform = {
  readAsset: (name) => ifThere(ASSETS[name]()),

  read: async (source, options) => {
    if (typeof source !== "string") return source;
    return (await ifThere(source, options)) ?? Promise.reject(new ClassifierError("unreadable", `${source} is not there`));
  },

  /** What a model asks for by name must lie in the model's folder. */
  readBeside: async (source, name, options) => {
    const file = new URL(name, source).href;
    if (!file.startsWith(new URL(".", source).href)) {
      throw new ClassifierError("model", `its weights lie outside of its folder, in ${JSON.stringify(name)}`);
    }
    return ifThere(file, options);
  },
};

/** The bytes of an address, undefined where there is nothing. */
async function ifThere(address, { headers, onProgress } = {}) {
  const response = await fetch(address, { headers }).catch((cause) => {
    throw new ClassifierError("unreadable", `${address} cannot be fetched: ${cause.message}`, { cause });
  });
  if (response.status === 404) return undefined;
  if (!response.ok) throw new ClassifierError("unreadable", `${address} cannot be fetched: status ${response.status}`);
  return new Uint8Array(await (onProgress ? watched(response, onProgress) : response).arrayBuffer());
}

/** The same response, whose bytes are counted as they arrive. The total is that of what was sent, so it is left out for compressed ones. */
function watched(response, onProgress) {
  const total = response.headers.has("Content-Encoding") ? undefined : Number(response.headers.get("Content-Length")) || undefined;
  let loaded = 0;
  const count = new TransformStream({
    transform(chunk, controller) {
      onProgress((loaded += chunk.length), total);
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(count));
}
