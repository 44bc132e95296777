import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, it } from "node:test";

import { inProject, run, unless } from "./support.js";

const PROGRAM = `
import { Classifier } from "wasm-classify";
import { readFile } from "node:fs/promises";
const classifier = await Classifier.load();
console.log((await classifier.classify(await readFile(process.argv[2]))).verdict);
`;

const npm = process.platform === "win32" ? "npm.cmd" : "npm";
let folder;
before(async () => (folder = await mkdtemp(join(tmpdir(), "wasm-classify-"))));
after(() => rm(folder, { recursive: true }));

async function succeed(program, args, cwd = folder) {
  const { exit, stdout, stderr } = await run(program, args, { cwd });
  assert.equal(exit, 0, stderr);
  return stdout;
}

const skip = unless("wasm/classifier-simd128.wasm");

it("the packed package works where it is installed, as a library and as a command", { skip }, async () => {
  const [{ filename, files }] = JSON.parse(await succeed(npm, ["pack", "--json", "--pack-destination", folder], inProject("js")));
  const names = files.map(({ path }) => path);
  for (const name of ["README.md", "LICENSE", "assets/classifier.wasm", "assets/pocket.pb", "src/index.d.ts"]) assert.ok(names.includes(name), name);
  assert.ok(!names.some((name) => name.startsWith("tests/")));

  await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }');
  await succeed(npm, ["install", "--offline", "--no-audit", join(folder, filename)]);
  await writeFile(join(folder, "program.js"), PROGRAM);
  const lemon = inProject("samples/lemon.png");
  assert.equal(await succeed(process.execPath, ["program.js", lemon]), "lemon\n");
  assert.match(await succeed(npm, ["exec", "--offline", "wasm-classify", lemon]), /^prediction: lemon/m);
});
