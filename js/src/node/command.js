import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";

import { PREPARATION_OPTIONS } from "../options.js";
import { Classifier } from "./index.js";
import { reasonOf } from "./platform.js";

const USAGE = `Usage: wasm-classify [options] PICTURE...
Says what pictures show.

  -m, --model FILE     a TensorFlow (.pb), TensorFlow Lite or ONNX model; the built-in one unless given
      --labels FILE    names of its classes, one a line or as a JSON list, or imagenet, pocket or none
  -n, --top K          print the best K classes; 1 unless given
      --format FORMAT  text (default), or jsonl: a JSON object a line, with all digits of the scores
      --wasm FILE      run this WebAssembly module in place of the package's
  -h, --help           print this
      --version        print the version

What a model wants of its pictures, where its file does not say it:
  ${PREPARATION_OPTIONS.map(flag).join(" ")}
`;

/** The exit codes are those of the command that runs on Java. */
const EXIT = { done: 0, someFailed: 1, usage: 2, model: 3 };

const KNOWN = {
  model: { type: "string", short: "m" },
  labels: { type: "string" },
  top: { type: "string", short: "n", default: "1" },
  format: { type: "string", default: "text" },
  wasm: { type: "string" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
  ...Object.fromEntries(PREPARATION_OPTIONS.map((name) => [flag(name).slice(2), { type: "string" }])),
};

/** Runs the command: results on stdout, all else on stderr. Gives the exit code. */
export async function run(args) {
  const { values, pictures, problem } = parse(args);
  if (values?.help) return print(USAGE);
  if (values?.version) return print(`wasm-classify ${await version()}\n`);
  if (problem) {
    complain(`${problem}\nTry wasm-classify --help`);
    return EXIT.usage;
  }
  const { top, format, ...options } = values;
  const model = options.model ?? "pocket";
  try {
    const classifier = await Classifier.load(camelCased(options));
    classifier.notes.forEach((note) => complain(`${printable(model)}: ${note.message}; ${note.options.map(flag).join(" or ")} decides`));
    return await predictAll(classifier, pictures, Number(top), REPORTS[format]);
  } catch (error) {
    complain(`${printable(model)}: ${advised(error)}`);
    return EXIT.model;
  }
}

function parse(args) {
  try {
    const { values, positionals: pictures } = parseArgs({ args, options: KNOWN, allowPositionals: true });
    if (!/^[1-9]\d{0,8}$/.test(values.top)) return { values, problem: `--top is ${printable(values.top)}, it must be an integer of 1 or more` };
    if (!Object.hasOwn(REPORTS, values.format)) return { values, problem: `--format is ${printable(values.format)}, it must be text or jsonl` };
    return { values, pictures, problem: pictures.length === 0 ? "no picture is named" : undefined };
  } catch (error) {
    return { problem: printable(error.message) };
  }
}

/** A picture that fails does not stop the others. */
async function predictAll(classifier, pictures, top, report) {
  let exit = EXIT.done;
  for (const picture of pictures) {
    try {
      report.result(picture, await classifier.classify(await readFile(picture), { top }));
    } catch (error) {
      report.failure(picture, error);
      complain(`${printable(picture)}: ${advised(error)}`);
      exit = EXIT.someFailed;
    }
  }
  return exit;
}

/** How results are shown. A failure is said on stderr too. */
const REPORTS = {
  text: { result: show, failure: () => {} },
  jsonl: {
    result: (path, result) => printJson({ path, ...result }),
    failure: (path, error) => printJson({ path, error: { cause: error.syscall ? "unreadable" : error.code, message: reasonOf(error) } }),
  },
};

function printJson(record) {
  print(`${JSON.stringify({ version: 1, ...record })}\n`);
}

function show(picture, { predictions, inferenceMillis, warm }) {
  const lines = predictions.map(({ label, score, index }) => `${label} (confidence ${score.toFixed(2)}, index ${index})\n`);
  const firstTime = warm ? "" : " (first picture, not warmed up)";
  print(`predicting on file ${printable(picture)}\ninference time: ${Math.round(inferenceMillis)} ms${firstTime}\n`);
  print(`prediction: ${lines.join(" ".repeat("prediction: ".length))}`);
}

/** Why it failed, with the option that could help. */
function advised(error) {
  return error.option ? `${reasonOf(error)}; ${flag(error.option)} may help` : reasonOf(error);
}

/** `inputRange` as an option of the command: `--input-range`. */
function flag(name) {
  return `--${name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`;
}

function camelCased(options) {
  return Object.fromEntries(Object.entries(options).map(([key, value]) => [key.replace(/-(.)/g, (_, letter) => letter.toUpperCase()), value]));
}

/** Names on one line, without what acts on a terminal. */
function printable(text) {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, (character) => {
    const code = character.codePointAt(0).toString(16);
    return code.length <= 2 ? `\\x${code.padStart(2, "0")}` : `\\u${code.padStart(4, "0")}`;
  });
}

function print(text) {
  process.stdout.write(text);
  return EXIT.done;
}

function complain(text) {
  process.stderr.write(`wasm-classify: ${text}\n`);
}

async function version() {
  return JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8")).version;
}
