import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** A path in the project. */
export const inProject = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const SAMPLES = ["candle.png", "espresso.jpg", "jellyfish.webp", "ladybug.gif", "lemon.png", "lighthouse-fog.jpg", "lighthouse.jpg", "mushroom.jpg",
  "orange.jpg", "pizza.jpg", "teapot.jpg"].map((name) => inProject(`samples/${name}`));

/** Why a test that needs a file is skipped, or false. */
export const unless = (path) => !existsSync(inProject(path)) && `${path} is not here`;

const execute = promisify(execFile);

/** Runs a program to its end: its exit code and what it wrote. */
export async function run(program, args, options) {
  try {
    return { exit: 0, ...(await execute(program, args, { maxBuffer: 1 << 26, ...options })) };
  } catch (error) {
    if (typeof error.code !== "number") throw error;
    return { exit: error.code, stdout: error.stdout, stderr: error.stderr };
  }
}
