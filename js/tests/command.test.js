import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { it } from "node:test";

import { inProject, run } from "./support.js";

const command = (...args) => run(process.execPath, [inProject("js/bin/wasm-classify.js"), ...args], { cwd: inProject("") });

it("prints three lines for a picture", async () => {
  const { exit, stdout, stderr } = await command("samples/lemon.png");
  assert.match(
    stdout,
    /^predicting on file samples\/lemon\.png\ninference time: \d+ ms \(first picture, not warmed up\)\nprediction: lemon \(confidence 0\.64, index 187\)\n$/,
  );
  assert.deepEqual([exit, stderr], [0, ""]);
});

it("goes on after a picture that fails, with the reason on stderr", async () => {
  const { exit, stdout, stderr } = await command("samples/README.md", "missing\u001b.png", "samples/pizza.jpg", "--top=2");
  assert.match(stderr, /^wasm-classify: samples\/README\.md: not a picture of a known kind.*\nwasm-classify: missing\\x1b\.png: no such file\n$/);
  assert.match(stdout, /prediction: pizza.*\n {12}\S.*\n$/);
  assert.equal(exit, 1);
});

it("prints JSON with all digits, also of a failure", async () => {
  const { exit, stdout } = await command("--format=jsonl", "samples/lemon.png", "samples/README.md", "missing.png");
  const [lemon, text, missing] = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual([lemon.version, lemon.path, lemon.verdict, lemon.width], [1, "samples/lemon.png", "lemon", 400]);
  assert.equal(Math.fround(lemon.predictions[0].score), lemon.predictions[0].score);
  assert.deepEqual([text.error.cause, missing.error.cause, exit], ["not-a-picture", "unreadable", 1]);
});

it("tells wrong usage from a model that cannot be used", async () => {
  const refused = async (exit, words, ...args) => {
    const result = await command(...args);
    assert.match(result.stderr, words);
    assert.deepEqual([result.exit, result.stdout], [exit, ""]);
  };
  await refused(2, /no picture is named/);
  await refused(2, /--top is many/, "--top", "many", "samples/lemon.png");
  await refused(2, /--format is xml/, "--format=xml", "samples/lemon.png");
  await refused(2, /--colour/, "--colour=red", "samples/lemon.png");
  await refused(3, /README\.md: not a model of a known format/, "--model", "README.md", "samples/lemon.png");
  await refused(3, /`mean` cannot be `x`/, "--mean=x", "samples/lemon.png");
});

it("says what it had to assume", async () => {
  const { stderr } = await command("--model", "models/pocket.pb", "--labels", "pocket", "samples/lemon.png");
  assert.match(stderr, /^wasm-classify: models\/pocket\.pb: .*-1\.\.1 is assumed; --input-range or --mean or --std decides\n$/);
});

it("tells its version and how it is used", async () => {
  const { version } = JSON.parse(await readFile(inProject("js/package.json"), "utf8"));
  assert.equal((await command("--version")).stdout, `wasm-classify ${version}\n`);
  assert.match((await command("--help")).stdout, /^Usage: wasm-classify/);
});
