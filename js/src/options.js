import { ClassifierError } from "./errors.js";

/** The guest's name of each option about how pictures are prepared: see `wasm/src/options.rs`. */
const GUEST_OPTIONS = {
  inputRange: "input_range",
  mean: "mean",
  std: "std",
  channels: "channels",
  crop: "crop",
  resize: "resize",
  inputSize: "input_size",
  inputNode: "input",
  outputNode: "output",
  maxPixels: "max_pixels",
};

const FURTHER_OPTIONS = ["model", "labels", "wasm", "headers", "onProgress"];

/** The names of the options that a model may need. */
export const PREPARATION_OPTIONS = Object.keys(GUEST_OPTIONS);

/** The option that the guest calls so, if one is. */
export function optionOf(key) {
  return PREPARATION_OPTIONS.find((name) => GUEST_OPTIONS[name] === key);
}

/** Refuses options that are none, so that a slip of the pen is not a wrong answer without a word. */
export function checkOptions(options) {
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(GUEST_OPTIONS, name) && !FURTHER_OPTIONS.includes(name));
  if (unknown) throw new TypeError(`there is no option ${unknown}`);
}

/** Options as the guest reads them, a line each. */
export function guestLines(options) {
  const given = PREPARATION_OPTIONS.filter((name) => options[name] !== undefined);
  return given.map((name) => `${GUEST_OPTIONS[name]}=${oneLine(name, options[name])}\n`).join("");
}

/** A list of numbers gets commas between them. */
function oneLine(name, value) {
  const text = String(value);
  if (/[\r\n]/.test(text)) throw new ClassifierError("argument", `option ${name} cannot have several lines`);
  return text;
}
