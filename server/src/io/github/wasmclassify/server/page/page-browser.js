import { whenKept } from "./page-offline.js";
import { fetchModels } from "./page-server.js";
import { authorization } from "./page-token.js";

const IN_TWO_FILES = "It is stored in two files, and such models run only on the server. Turn off “Classify in this browser”.";

/**
 * Loads a model to run in a worker of this browser: the server's file, prepared as the server does it.
 *
 * @param model as the server's API describes it
 * @returns a promise of a `Classifier` of the JavaScript package
 */
export async function loadInBrowser({ name, preprocessing }, onProgress) {
  await whenKept;
  await fetchModels(); // which is then kept for later, too
  const { Classifier } = await import("../js/browser/index.js");
  const { input: inputNode, output: outputNode, ...preparation } = preprocessing;
  const folder = `models/${encodeURIComponent(name)}`;
  const files = { model: `${folder}/file`, labels: `${folder}/labels`, headers: authorization() };
  return Classifier.load({ ...files, inputNode, outputNode, ...preparation, onProgress }).catch((cause) => {
    throw cause.code === "weights-missing" ? new Error(IN_TWO_FILES, { cause }) : cause;
  });
}
