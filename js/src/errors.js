/** What is wrong, in the words that the command's JSON results have for it, by the guest's number: see `wasm/src/abi.rs`. */
const CODES = {
  [-1]: "argument",
  [-2]: "model",
  [-3]: "damaged",
  [-4]: "too-large",
  [-5]: "internal",
  [-6]: "not-a-picture",
  [-7]: "unsupported",
  [-8]: "too-large",
};

/**
 * A model that cannot be used or a picture that cannot be classified. `code` tells programs which, `message` tells people, and `option`
 * names the option of `load` that could help, where one could.
 */
export class ClassifierError extends Error {
  constructor(code, message, { option, ...options } = {}) {
    super(message, options);
    this.name = "ClassifierError";
    this.code = code;
    if (option) this.option = option;
  }

  /** The guest's answer where it should have been a handle or a count. */
  static ofGuest(number, message, option) {
    return new ClassifierError(CODES[number] ?? "internal", message, { option });
  }
}
