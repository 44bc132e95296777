import { authorization } from "./page-token.js";

const NO_TOKEN = "the server wants another token; reload the page to enter it";

/** The models that the server has, as its API describes them. */
export async function fetchModels() {
  const { models } = await ask("models");
  return models;
}

/** Classifies on the server. */
export class ServerClassifier {
  #path;

  constructor({ name }) {
    this.#path = `models/${encodeURIComponent(name)}/classify`;
  }

  /** The fields of the answer are those of the command's JSON results. */
  classify(file, { top }) {
    return ask(`${this.#path}?top=${top}`, { method: "POST", body: file, headers: { "Content-Type": "application/octet-stream" } });
  }

  close() {}
}

async function ask(path, { headers, ...request } = {}) {
  const response = await fetch(path, { ...request, headers: { ...headers, ...authorization() } }).catch((cause) => {
    throw new Error("the server cannot be reached", { cause });
  });
  const answer = await response.json().catch((cause) => {
    throw new Error(`the server's answer cannot be read (status ${response.status})`, { cause });
  });
  const { status } = response;
  if (!response.ok) throw Object.assign(new Error(status === 401 ? NO_TOKEN : answer.error.message), { status });
  return answer;
}
