import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";

import { Classifier as AnyClassifier } from "../classifier.js";
import { ClassifierError } from "../errors.js";

export { ClassifierError };
export { supportsSimd128 } from "../simd.js";

/** A model in a thread of its own. It does not keep the process alive while it waits for pictures. */
export class Classifier extends AnyClassifier {
  static startWorker(onMessage, onFailure) {
    const worker = new Worker(new URL("./worker.js", import.meta.url));
    const fail = (cause) => onFailure(new ClassifierError("internal", `the worker failed: ${cause.message}`, { cause }));
    worker.on("message", onMessage).on("error", fail);
    worker.unref();
    return {
      post: (message) => worker.postMessage(message),
      isBusy: (isBusy) => (isBusy ? worker.ref() : worker.unref()),
      end: () => worker.terminate(),
    };
  }

  /** A path. */
  static address(source) {
    return source instanceof URL ? fileURLToPath(source) : source;
  }
}
