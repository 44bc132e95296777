// Classifies pictures in the browser: nothing is uploaded. Serve the project's folder, for example with `python3 -m http.server`, and open
// /examples/browser/. With the package installed, import "wasm-classify" and load without options: module, model and labels are inside.
import { Classifier, supportsSimd128 } from "../../js/src/browser/index.js";

const module = supportsSimd128() ? "classifier-simd128.wasm" : "classifier.wasm";
const [input, status, image, list] = ["input", "p", "img", "ol"].map((name) => document.querySelector(name));

function show({ predictions, inferenceMillis }) {
  const lines = predictions.map(({ label, score }) => `${label}: ${(100 * score).toFixed(0)} %`);
  list.replaceChildren(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
  status.textContent = `${Math.round(inferenceMillis)} ms`;
}

async function classify(classifier, picture) {
  list.replaceChildren();
  status.textContent = "Looking at the picture";
  URL.revokeObjectURL(image.src);
  image.src = URL.createObjectURL(picture);
  image.hidden = false;
  try {
    show(await classifier.classify(picture, { top: 5 }));
  } catch (error) {
    status.textContent = `${picture.name}: ${error.message}`;
  }
}

try {
  const classifier = await Classifier.load({
    wasm: `../../wasm/${module}`,
    model: "../../models/pocket.pb",
    labels: "../../labels/pocket.txt",
    inputRange: "-1..1",
    onProgress: ({ loaded }) => (status.textContent = `Loading the model, ${(loaded / 1e6).toFixed(1)} MB`),
  });
  status.textContent = "Ready";
  input.addEventListener("change", () => input.files.length > 0 && classify(classifier, input.files[0]));
} catch (error) {
  status.textContent = `The model cannot be used: ${error.message}`;
}
