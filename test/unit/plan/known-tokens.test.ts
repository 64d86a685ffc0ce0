import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { withEnding } from "../../../src/output/runtime-modules.js";
import { runtimeTokens } from "../../../src/packaging/runtime-tokens.js";
import { hashesOf } from "../../../src/plan/header.js";
import { templateFile } from "../../../src/render/package-files.js";

it("knows every runtime module as a run would count it", () => {
  const known = runtimeTokens();
  const text = readFileSync(templateFile("runtime/core/errors.ts"), "utf8");
  for (const ending of [".js", ".ts", ""] as const) {
    const { bytes, tokens } = hashesOf("errors.ts", withEnding(text, ending));
    expect(known[bytes]).toBe(tokens);
  }
});
