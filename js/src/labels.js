import { ClassifierError } from "./errors.js";

/** What may be said in place of a label file. */
export const LABEL_WORDS = ["imagenet", "pocket", "none"];

/**
 * The names of a model's classes.
 *
 * @param {string | string[] | undefined} given names, the word `imagenet`, `pocket` or `none`, or the text of a label file
 * @param description of the model, by the guest
 * @param {(name: string) => Promise<Uint8Array>} readAsset reads a label file of this package
 * @returns {Promise<{ names: string[], note?: { message: string, options: string[] } }>} with what had to be assumed
 */
export async function chooseLabels(given, description, readAsset) {
  const { classes } = description.output;
  if (given === "none") return { names: named([], classes) };
  if (given === "pocket" || given === "imagenet") return { names: complete(await bundled(given, classes, readAsset), classes) };
  if (given !== undefined) return { names: complete(Array.isArray(given) ? given : parse(given), classes) };
  if (description.labels) return { names: named(description.labels, classes) };
  if (classes === 1000 || classes === 1001) {
    return { names: await bundled("imagenet", classes, readAsset), note: note(classes, "ImageNet's are assumed") };
  }
  return { names: named([], classes), note: note(classes, "they are shown by number") };
}

function note(classes, assumed) {
  return { message: `the model has ${classes} classes without names; ${assumed}`, options: ["labels"] };
}

/** ImageNet's have one for the background in front, unless the model has only 1,000 classes. */
async function bundled(name, classes, readAsset) {
  const names = lines(new TextDecoder().decode(await readAsset(`${name}.txt`)));
  return name === "imagenet" && classes === names.length - 1 ? names.slice(1) : names;
}

/** A JSON list, or a name on each line. */
function parse(text) {
  if (!text.trimStart().startsWith("[")) return lines(text);
  try {
    return JSON.parse(text).map(String);
  } catch (cause) {
    throw new ClassifierError("argument", `the labels are not valid JSON: ${cause.message}`, { cause });
  }
}

function lines(text) {
  return text.replace(/^\ufeff/, "").replace(/\r?\n$/, "").split(/\r?\n/);
}

function complete(names, classes) {
  if (names.length !== classes) {
    throw new ClassifierError("argument", `there are ${names.length} labels, but the model has ${classes} classes`);
  }
  return named(names, classes);
}

/** Classes without a name are called by their number. What could confuse a terminal has no business in a name. */
function named(names, classes) {
  return Array.from({ length: classes }, (_, i) => shown(names[i] ?? "") || `class ${i}`);
}

function shown(name) {
  return name.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, " ").trim();
}
