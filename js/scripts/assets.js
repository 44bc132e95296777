// What a package holds beside its code (modules, the built-in model, labels, the licence) is not committed here too: it is copied here
// before packing and removed afterwards.
//
//     node scripts/assets.js copy|remove
import { copyFile, mkdir, rm } from "node:fs/promises";

import { CHECKOUT_ASSETS } from "../src/node/platform.js";

const assets = new URL("../assets/", import.meta.url);

const licence = new URL("../LICENSE", import.meta.url);

async function copy() {
  await mkdir(assets, { recursive: true });
  for (const [name, file] of Object.entries(CHECKOUT_ASSETS)) {
    await copyFile(file, new URL(name, assets));
  }
  await copyFile(new URL("../../LICENSE", import.meta.url), licence);
}

async function remove() {
  await rm(assets, { recursive: true, force: true });
  await rm(licence, { force: true });
}

await (process.argv[2] === "remove" ? remove() : copy());
