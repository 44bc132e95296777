import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";

import { Classifier } from "../src/node/index.js";
import { openExample, withoutChromium } from "./chromium.js";
import { inProject } from "./support.js";

describe("in Chromium", { skip: withoutChromium }, () => {
  let example, page;

  before(async () => {
    example = await openExample();
    page = example.page;
  });
  after(() => example?.close());

  it("the example shows the five best classes of a picture", async () => {
    await page.setInputFiles("input", inProject("samples/lemon.png"));
    await page.getByText(/^\d+ ms$/).waitFor();
    const lines = await page.locator("li").allTextContents();
    assert.equal(lines.length, 5);
    assert.equal(lines[0], "lemon: 64 %");
  });

  it("it says why a file cannot be classified, and goes on", async () => {
    await page.setInputFiles("input", inProject("samples/README.md"));
    await page.getByText("README.md: not a picture of a known kind").waitFor();
    await page.setInputFiles("input", inProject("samples/pizza.jpg"));
    await page.getByText("pizza, pizza pie:").waitFor();
  });

  it("answers are those of Node, to the last bit", async () => {
    const options = { top: 5 };
    const lemon = await readFile(inProject("samples/lemon.png"));
    const inNode = await Classifier.load();
    const { predictions: expected } = await inNode.classify(lemon, options);
    inNode.close();
    const predictions = await page.evaluate(async (top) => {
      const { Classifier } = await import("/js/src/browser/index.js");
      const classifier = await Classifier.load({ wasm: "/wasm/classifier.wasm", model: "/models/pocket.pb", labels: "/labels/pocket.txt" });
      const picture = await (await fetch("/samples/lemon.png")).arrayBuffer();
      return (await classifier.classify(picture, top)).predictions;
    }, options);
    assert.deepEqual(predictions, expected);
  });

  it("nothing was refused by the page's security policy or reported as an error", () => {
    assert.deepEqual(example.complaints, []);
  });
});
