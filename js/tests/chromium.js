import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";

import { inProject, unless } from "./support.js";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };
const playwright = await import("playwright-core").catch(() => undefined);

/** Why tests in a browser are skipped, or false. */
export const withoutChromium =
  (!playwright && "playwright-core is not installed") || (!existsSync(CHROMIUM) && `${CHROMIUM} is not here`) || unless("wasm/classifier-simd128.wasm");

/** The example's page in Chromium, with what the browser complained of. */
export async function openExample() {
  const complaints = [];
  const server = createServer(serveProject).listen(0, "127.0.0.1");
  const browser = await playwright.chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  const page = await browser.newPage();
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(`http://127.0.0.1:${server.address().port}/examples/browser/`);
  await page.getByText("Ready").waitFor();
  const close = async () => {
    await browser.close();
    server.close();
  };
  return { page, complaints, close };
}

/** The project's folder. */
async function serveProject({ url }, response) {
  const path = new URL(url, "http://localhost").pathname.replace(/\/$/, "/index.html");
  try {
    const bytes = await readFile(inProject(`.${path}`));
    response.writeHead(200, { "Content-Type": TYPES[extname(path)] ?? "application/octet-stream" }).end(bytes);
  } catch {
    response.writeHead(path === "/favicon.ico" ? 204 : 404).end();
  }
}
