#!/usr/bin/env node
import { run } from "../src/node/command.js";

process.exitCode = await run(process.argv.slice(2));
