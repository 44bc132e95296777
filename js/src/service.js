import { ClassifierError } from "./errors.js";
import { Host } from "./host.js";

/**
 * The worker's side: answers the messages of a `Classifier`, one after the other. A message is `{ id, call, values }`; the answer has the
 * same id and `result`, `error` (code and message) or, before one of these, `progress`.
 *
 * @param platform what a `Host` reads with
 * @param {(message: object) => void} send
 * @returns {(message: object) => void} what takes the messages
 */
export function serve(platform, send) {
  let host;
  const calls = {
    load: async (id, options) => {
      host = await Host.load(platform, options, (loaded, total) => send({ id, progress: { loaded, total } }));
      return host.about;
    },
    classify: (_id, picture, top) => host.classify(picture, top),
  };
  const answer = async ({ id, call, values }) => {
    try {
      send({ id, result: await calls[call](id, ...values) });
    } catch (error) {
      send({ id, error: { code: codeOf(error), message: error.message, option: error.option } });
    }
  };
  let last = Promise.resolve();
  return (message) => {
    last = last.then(() => answer(message));
  };
}

function codeOf(error) {
  return error instanceof ClassifierError ? error.code : "internal";
}
