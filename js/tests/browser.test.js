import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { after, before, describe, it } from "node:test";

import { Classifier } from "../src/node/index.js";
import { inProject, unless } from "./support.js";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };
const playwright = await import("playwright-core").catch(() => undefined);
const skip = (!playwright && "playwright-core is not installed") || (!existsSync(CHROMIUM) && `${CHROMIUM} is not here`) || unless("wasm/classifier-simd128.wasm");

describe("in Chromium", { skip }, () => {
  let server, browser, page;
  const complaints = [];

  before(async () => {
    server = createServer(serveProject).listen(0, "127.0.0.1");
    browser = await playwright.chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
    page = await browser.newPage();
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(`http://127.0.0.1:${server.address().port}/examples/browser/`);
    await page.getByText("Ready").waitFor();
  });
  after(async () => {
    await browser?.close();
    server?.close();
  });

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
    assert.deepEqual(complaints, []);
  });
});

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
