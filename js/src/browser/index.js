import { Classifier as AnyClassifier } from "../classifier.js";
import { ClassifierError } from "../errors.js";

export { ClassifierError };
export { supportsSimd128 } from "../simd.js";

/** A model in a worker of its own. */
export class Classifier extends AnyClassifier {
  static startWorker(onMessage, onFailure) {
    const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }) => onMessage(data));
    worker.addEventListener("error", ({ message }) => onFailure(new ClassifierError("internal", `the worker failed: ${message}`)));
    return {
      post: (message) => worker.postMessage(message),
      isBusy: () => {},
      end: () => worker.terminate(),
    };
  }

  /** An absolute address: a worker has another base for relative ones than its page. */
  static address(source) {
    return new URL(source, globalThis.document?.baseURI ?? globalThis.location.href).href;
  }
}
