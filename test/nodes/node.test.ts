import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

/** Set where the tests run under another Node; see vitest.config.ts. */
const wanted = process.env["NODE_MAJOR"];

it.each([process.execPath, "node"])(
  "tests and what they start run under one Node, the one asked for: %s",
  (program) => {
    const started = execFileSync(program, ["-v"], { encoding: "utf8" });
    expect(started.trim()).toBe(process.version);
    const major = process.versions.node.split(".")[0];
    expect(major).toBe(wanted ?? major);
  },
);
