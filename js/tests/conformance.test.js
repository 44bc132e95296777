import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { classifyByReference, closeHosts, HOSTS } from "./hosts.js";

const MODELS = ["models/pocket.pb", "wasm/tests/data/tflite/branches_float32.tflite", "wasm/tests/data/onnx/mobilenet_v1.onnx"];
const PICTURES = ["candle.png", "espresso.jpg", "jellyfish.webp", "ladybug.gif", "lemon.png", "lighthouse-fog.jpg", "mushroom.jpg", "orange.jpg",
  "pizza.jpg", "teapot.jpg"].map((name) => `samples/${name}`);

after(closeHosts);

for (const model of MODELS) {
  describe(`every host of the guest finds the same with ${model}`, () => {
    let expected;
    before(async () => {
      expected = await classifyByReference(model, PICTURES);
    });

    for (const { name, skip, tolerance, classify } of HOSTS) {
      it(name, { skip }, async () => {
        const answers = await classify(model, PICTURES);

        PICTURES.forEach((picture, i) => compare(answers[i], expected[i], tolerance, picture));
      });
    }
  });
}

function compare(actual, expected, tolerance, picture) {
  const indices = (classes) => classes.map(([index]) => index);
  assert.deepEqual(indices(actual), indices(expected), picture);
  expected.forEach(([index, score], i) => {
    const difference = Math.abs(actual[i][1] - score);
    assert.ok(difference <= tolerance, `${picture}: class ${index} has ${actual[i][1]} in place of ${score}`);
  });
}
