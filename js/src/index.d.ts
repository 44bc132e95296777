/** A path (in Node), an address (in browsers, relative to the page), or the bytes of a file. */
export type Source = string | URL | Uint8Array | ArrayBuffer | Blob;

/** Beside `model` and `labels`, what a model wants of its pictures, where its file does not say it. */
export interface LoadOptions {
  /** A TensorFlow frozen graph, TensorFlow Lite or ONNX model; `"pocket"`, the default, is the built-in one. */
  model?: Source;
  /** Names of the classes, in an array, in a file with one on each line, or in a file with a JSON list; or the names of this package. */
  labels?: "imagenet" | "pocket" | "none" | Source | readonly string[];
  /** The WebAssembly module to run in place of the package's. */
  wasm?: Source;
  /** Sent in browsers with the requests for `model` and `labels`, such as `Authorization`. */
  headers?: Record<string, string>;
  /** Called while a model is fetched in a browser; `total` is left out where it is not known. */
  onProgress?: (progress: { loaded: number; total?: number }) => void;

  /** What a pixel's 0 to 255 becomes: `"0..1"`, `"-1..1"` or `"0..255"`. */
  inputRange?: string;
  /** A pixel p becomes (p - mean) / std; one number, or one for each channel in the model's order. */
  mean?: number | readonly number[] | string;
  std?: number | readonly number[] | string;
  channels?: "rgb" | "bgr";
  /** `"squash"`: the model sees all of the picture; `"center"`: the largest part in the middle; `"center:0.875"`: that share of it. */
  crop?: string;
  resize?: "bilinear" | "bicubic" | "lanczos" | "bilinear-aliased" | "bicubic-aliased" | "nearest";
  /** Height and width of the input, for models that leave them open: `224`, or `"224x320"`. */
  inputSize?: number | string;
  /** The node in whose place the picture is put. */
  inputNode?: string;
  /** The node to read the scores from, where several could be. */
  outputNode?: string;
  /** Refuse pictures with more pixels than this, before decoding them; 100000000 unless given. */
  maxPixels?: number;
}

export interface Prediction {
  /** The class, from 0. */
  index: number;
  label: string;
  /** 0 to 1. */
  score: number;
}

/** The fields are those of the command's JSON results. */
export interface Classification {
  /** The best class's label. */
  verdict: string;
  /** The best classes, the best first. */
  predictions: Prediction[];
  /** Of the picture as displayed, in pixels. */
  width: number;
  height: number;
  /** What each took. */
  decodeMillis: number;
  resizeMillis: number;
  inferenceMillis: number;
  /** False for the first picture, whose times are mostly compilation. */
  warm: boolean;
}

/** What the module found out about a model. */
export interface ModelDescription {
  format: string;
  input: {
    name: string;
    /** [1, height, width, channels] */
    shape: number[];
    layout: "NHWC" | "NCHW";
    /** A pixel p becomes p * scale + offset, for each channel. */
    scale: number[];
    offset: number[];
    channels: "rgb" | "bgr";
    crop: string;
    resize: string;
    /** Whether scale and offset had to be assumed. */
    assumed: boolean;
  };
  output: { name: string; classes: number; scores: string; others: string[] };
  /** How many operations of each kind there are. */
  ops: Record<string, number>;
  /** Multiplications for one picture. */
  macs: number;
  weightBytes: number;
  arenaBytes: number;
}

/** What had to be assumed of a model, and the options that decide it. */
export interface Note {
  message: string;
  options: string[];
}

/** Why a model cannot be used or a picture cannot be classified. */
export type ErrorCode =
  | "not-a-picture"
  | "damaged"
  | "unsupported"
  | "too-large"
  | "unreadable"
  | "model"
  | "weights-missing"
  | "module"
  | "argument"
  | "internal"
  | "closed";

export class ClassifierError extends Error {
  readonly name: "ClassifierError";
  readonly code: ErrorCode;
  /** The option of `load` that could help, where one could. */
  readonly option?: keyof LoadOptions;
}

/** A model in a worker. Pictures are classified one after the other; load another classifier to use another processor. */
export class Classifier {
  private constructor();
  /** Loads a model, the built-in one unless another is named. Fails with a `ClassifierError` where it cannot be used. */
  static load(options?: LoadOptions): Promise<Classifier>;
  /**
   * Classifies a picture, given as the bytes of its file: JPEG, PNG, GIF, WebP, BMP, TIFF, ICO, PNM, QOI or TGA.
   * Fails with a `ClassifierError` where this picture cannot be classified; the next one may be tried.
   *
   * @param options `top`: how many classes to answer with; 1 unless given
   */
  classify(picture: Uint8Array | ArrayBuffer | Blob, options?: { top?: number }): Promise<Classification>;
  readonly model: ModelDescription;
  /** A name for each class. */
  readonly labels: readonly string[];
  readonly notes: readonly Note[];
  /** Ends the worker; calls that are not answered yet fail. */
  close(): void;
}

/** Whether this WebAssembly engine has vectors of 128 bits, which make it about three times as fast. */
export function supportsSimd128(): boolean;
