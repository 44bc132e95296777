import { whenKept } from "./page-offline.js";

/**
 * Loads a model to run in a worker of this browser: the server's file, prepared as the server does it.
 *
 * @param model as the server's API describes it
 * @returns a promise of a `Classifier` of the JavaScript package
 */
export async function loadInBrowser({ name, preprocessing }, onProgress) {
  await whenKept;
  const { Classifier } = await import("../js/browser/index.js");
  const { input: inputNode, output: outputNode, ...preparation } = preprocessing;
  const folder = `models/${encodeURIComponent(name)}`;
  return Classifier.load({ model: `${folder}/file`, labels: `${folder}/labels`, inputNode, outputNode, ...preparation, onProgress });
}
