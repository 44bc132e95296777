// Loads a model once and says what each picture shows.
//
//     npm install
//     node classify.js MODEL LABELS PICTURE...
import { readFile } from "node:fs/promises";
import { Classifier } from "wasm-classify";

const [model, labels, ...pictures] = process.argv.slice(2);
const classifier = await Classifier.load({ model, labels });
classifier.notes.forEach(({ message }) => console.warn(message));
for (const picture of pictures) {
  const { verdict, inferenceMillis } = await classifier.classify(await readFile(picture));
  console.log(`predicting on file ${picture}\ninference time: ${Math.round(inferenceMillis)} ms\nprediction: ${verdict}`);
}
classifier.close();
