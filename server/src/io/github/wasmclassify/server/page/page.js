import { loadInBrowser } from "./page-browser.js";
import { Camera } from "./page-camera.js";
import { takePictures } from "./page-pictures.js";
import { Results } from "./page-results.js";
import { fetchModels, ServerClassifier } from "./page-server.js";
import { Settings } from "./page-settings.js";
import { withToken } from "./page-token.js";

const TOP = 5;
const [status, clear, camera] = ["status", "clear", "camera"].map((id) => document.getElementById(id));
const results = new Results();
const settings = new Settings(prepare);
/** A promise of what classifies with the chosen model at the chosen place. */
let classifier = Promise.reject(new Error("there is no model yet"));
classifier.catch(() => {});
/** Ends when all pictures so far are classified. */
let work = Promise.resolve();

/** Shows a sentence, which screen readers say. */
function say(text) {
  status.textContent = text;
}

/** Gets what was chosen ready. */
function prepare({ model, isInBrowser }) {
  say("");
  const last = classifier;
  classifier = isInBrowser ? loadInBrowser(model, settings.showProgress) : Promise.resolve(new ServerClassifier(model));
  const wanted = classifier;
  work.then(() => last).then((unused) => unused.close(), () => {});
  wanted
    .then(() => wanted === classifier && isInBrowser && say("The model is loaded"))
    .catch((error) => wanted === classifier && say(`The model cannot be loaded: ${error.message}`))
    .finally(() => wanted === classifier && settings.hideProgress());
}

/** Pictures are shown at once, and classified one after the other. */
function classify(files) {
  for (const [file, card] of files.map((file) => [file, results.add(file)])) {
    work = work.then(() => classifyOne(file, card));
  }
}

async function classifyOne(file, card) {
  const start = performance.now();
  try {
    const result = await (await classifier).classify(file, { top: TOP });
    card.show(result, performance.now() - start);
  } catch (error) {
    card.fail(error.message);
  }
}

takePictures(classify);
const photographer = new Camera((picture) => classify([picture]));
camera.addEventListener("click", () => photographer.open().catch((error) => say(error.message)));
clear.addEventListener("click", () => {
  results.clear();
  document.getElementById("files").focus();
});
try {
  settings.offer(await withToken(fetchModels));
} catch (error) {
  say(error.message);
}
