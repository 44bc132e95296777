import { serve } from "../service.js";
import { platform } from "./platform.js";

const take = serve(platform, (message) => self.postMessage(message));
self.addEventListener("message", ({ data }) => take(data));
