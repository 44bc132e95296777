import assert from "node:assert/strict";
import { readFile, writeFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, describe, it } from "node:test";

import { Classifier, ClassifierError } from "../src/node/index.js";
import { inProject } from "./support.js";

const lemon = await readFile(inProject("samples/lemon.png"));
const pocket = inProject("models/pocket.pb");
const labelFile = inProject("labels/pocket.txt");

describe("the built-in model", () => {
  let classifier;
  before(async () => (classifier = await Classifier.load()));
  after(() => classifier.close());

  it("says what a picture shows", async () => {
    const { verdict, predictions, width, height, ...times } = await classifier.classify(lemon, { top: 3 });
    assert.equal(verdict, "lemon");
    assert.deepEqual(predictions.map(({ label }) => label), ["lemon", "orange", "banana"]);
    assert.deepEqual([width, height], [400, 400]);
    assert.ok(times.decodeMillis > 0 && times.resizeMillis > 0 && times.inferenceMillis > 0);
  });

  it("is described, and nothing of it had to be assumed", () => {
    assert.deepEqual(classifier.model.input.shape, [1, 64, 64, 3]);
    assert.equal(classifier.labels.length, 200);
    assert.deepEqual(classifier.notes, []);
  });

  it("prepares pictures as its entry in the catalogue says", async () => {
    const { models } = JSON.parse(await readFile(inProject("models/catalogue.json"), "utf8"));
    const { inputRange, crop, channels } = models.find(({ name }) => name === "pocket");
    const catalogued = await Classifier.load({ model: pocket, inputRange, crop, channels });
    assert.deepEqual({ ...catalogued.model.input }, { ...classifier.model.input });
    catalogued.close();
  });

  it("answers one class unless more are asked for, and no more than there are", async () => {
    assert.equal((await classifier.classify(lemon)).predictions.length, 1);
    assert.equal((await classifier.classify(lemon, { top: 1e9 })).predictions.length, 200);
    await assert.rejects(classifier.classify(lemon, { top: 0 }), RangeError);
  });

  it("takes bytes in each form, and what is asked at once in order", async () => {
    const forms = [lemon, new Uint8Array(lemon).buffer, new Blob([lemon])];
    const answers = await Promise.all(forms.map((form) => classifier.classify(form)));
    assert.deepEqual(answers.map(({ verdict }) => verdict), ["lemon", "lemon", "lemon"]);
    await assert.rejects(classifier.classify("lemon.png"), TypeError);
  });

  it("goes on after pictures that cannot be classified, and says why they cannot", async () => {
    const refused = async (bytes) => {
      const error = await classifier.classify(bytes).catch((error) => error);
      assert.ok(error instanceof ClassifierError, String(error));
      assert.ok(error.message.length > 10);
      return error.code;
    };
    assert.equal(await refused(Buffer.from("no picture")), "not-a-picture");
    assert.equal(await refused(Buffer.alloc(0)), "not-a-picture");
    assert.equal(await refused(lemon.subarray(0, lemon.length / 2)), "damaged");
    assert.equal((await classifier.classify(lemon)).verdict, "lemon");
  });
});

describe("a classifier", () => {
  let folder;
  before(async () => (folder = await mkdtemp(join(tmpdir(), "wasm-classify-"))));
  after(() => rm(folder, { recursive: true }));

  const loaded = async (options, use) => {
    const classifier = await Classifier.load(options);
    try {
      return await use(classifier);
    } finally {
      classifier.close();
    }
  };

  it("takes a model as a path, as an address and as bytes", async () => {
    for (const model of [pocket, pathToFileURL(pocket), await readFile(pocket)]) {
      const { verdict } = await loaded({ model, labels: labelFile }, (classifier) => classifier.classify(lemon));
      assert.equal(verdict, "lemon");
    }
  });

  it("takes labels as an array, a JSON file, a word or none", async () => {
    const names = Array.from({ length: 200 }, (_, i) => `thing ${i}`);
    const json = join(folder, "labels.json");
    await writeFile(json, JSON.stringify(names));
    const best = (labels) => loaded({ model: pocket, labels }, async (classifier) => (await classifier.classify(lemon)).verdict);
    assert.equal(await best(names), "thing 187");
    assert.equal(await best(json), "thing 187");
    assert.equal(await best("pocket"), "lemon");
    assert.equal(await best("none"), "class 187");
  });

  it("says what it had to assume", async () => {
    const notes = await loaded({ model: pocket }, ({ notes }) => notes);
    assert.deepEqual(notes.map(({ options }) => options[0]), ["inputRange", "labels"]);
    assert.match(notes[0].message, /-1\.\.1 is assumed/);
    assert.match(notes[1].message, /200 classes without names/);
  });

  it("prepares pictures as it is told to", async () => {
    const score = (options) => loaded(options, async (classifier) => (await classifier.classify(lemon)).predictions[0].score);
    const [told, range, dark] = [{ mean: [127.5, 127.5, 127.5], std: 127.5 }, { inputRange: "-1..1" }, { inputRange: "0..255" }];
    assert.equal(await score(told), await score(range));
    assert.notEqual(await score(dark), await score(range));
  });

  it("refuses what cannot be used, in words", async () => {
    const refused = async (options, code, words) => {
      const error = await Classifier.load(options).catch((error) => error);
      assert.equal(error.code, code, String(error));
      assert.match(error.message, words);
    };
    await refused({ model: join(folder, "missing.pb") }, "unreadable", /no such file/);
    await refused({ model: labelFile }, "model", /not a model of a known format/);
    await refused({ model: new Uint8Array() }, "model", /model/);
    await refused({ labels: ["one"] }, "argument", /1 labels.*200 classes/);
    await refused({ inputRange: "1..0" }, "argument", /input_range/);
    await refused({ inputNode: "a\nmean=1" }, "argument", /several lines/);
    await refused({ wasm: pocket }, "module", /not a WebAssembly module/);
    await refused({ wasm: Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0) }, "module", /version undefined of the guest/);
    await assert.rejects(Classifier.load({ modle: pocket }), /no option modle/);
  });

  it("fails calls that wait when it is closed, and later ones", async () => {
    const classifier = await Classifier.load();
    const waiting = classifier.classify(lemon);
    classifier.close();
    await assert.rejects(waiting, { code: "closed" });
    await assert.rejects(classifier.classify(lemon), { code: "closed" });
  });
});
