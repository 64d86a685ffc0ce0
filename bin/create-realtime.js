#!/usr/bin/env node
// Plain JavaScript that any Node reads: what can be answered at once is
// answered here, before anything is loaded.
import { readFileSync } from "node:fs";
import * as module from "node:module";

const words = process.argv.slice(2);
const [major, minor] = process.versions.node.split(".").map(Number);

/** @param {string} path */
const own = (path) => new URL(`../${path}`, import.meta.url);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `create-realtime needs Node 20.19 or later; this is ${process.version}`,
  );
  process.exitCode = 1;
} else if (words.length === 1 && /^(?:--help|-h)$/.test(words[0])) {
  process.stdout.write(readFileSync(own("dist/help.txt"), "utf8"));
} else if (words.length === 1 && /^(?:--version|-v)$/.test(words[0])) {
  const { version } = JSON.parse(readFileSync(own("package.json"), "utf8"));
  process.stdout.write(`${version}\n`);
} else {
  module.enableCompileCache?.();
  if (!(await nothingToDo())) await import("../dist/main.js");
}

/** A `generate` that would change nothing ends here. */
async function nothingToDo() {
  const [command, ...flags] = words;
  // npm takes flags that are not behind "--" for its own.
  const { npm_config_json: json, npm_config_strict: strict } = process.env;
  if (command !== "generate" || json === "true" || strict === "true") {
    return false;
  }
  if (!flags.every((flag) => /^--(?:check|dry-run|diff)$/.test(flag))) {
    return false;
  }
  const { nothingToDo } = await import("../dist/no-change.js");
  if (!nothingToDo(process.cwd())) return false;
  process.stdout.write("nothing to change\n");
  return true;
}
