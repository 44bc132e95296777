import { parentPort } from "node:worker_threads";

import { serve } from "../service.js";
import { platform } from "./platform.js";

parentPort.on("message", serve(platform, (message) => parentPort.postMessage(message)));
