// What a package holds beside its code, the modules, the built-in model and labels, is not committed here too: it is copied to assets/
// before packing and removed afterwards.
//
//     node scripts/assets.js copy|remove
import { copyFile, mkdir, rm } from "node:fs/promises";

import { CHECKOUT_ASSETS } from "../src/node/platform.js";

const assets = new URL("../assets/", import.meta.url);

async function copy() {
  await mkdir(assets, { recursive: true });
  for (const [name, file] of Object.entries(CHECKOUT_ASSETS)) {
    await copyFile(file, new URL(name, assets));
  }
}

await (process.argv[2] === "remove" ? rm(assets, { recursive: true, force: true }) : copy());
