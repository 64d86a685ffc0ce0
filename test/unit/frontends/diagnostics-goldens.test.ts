import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { formatDiagnostics } from "../../../src/diagnostics/format.js";
import { asyncapiMessages } from "../../../src/diagnostics/messages/asyncapi.js";
import { contractMessages } from "../../../src/diagnostics/messages/contract.js";
import { documentMessages } from "../../../src/diagnostics/messages/documents.js";
import { jsonschemaMessages } from "../../../src/diagnostics/messages/jsonschema.js";
import { nativeMessages } from "../../../src/diagnostics/messages/native.js";
import { openapiMessages } from "../../../src/diagnostics/messages/openapi.js";
import { locate } from "../../../src/documents/locate.js";
import { readContract } from "../../../src/frontends/read-contract.js";
import { createNodeReadHost } from "../../../src/host/node-read-host.js";

const folder = fileURLToPath(
  new URL("../../../fixtures/diagnostics", import.meta.url),
);
const cases = readdirSync(folder).sort();

describe("what is wrong with a schema is told as in its diagnostics.txt", () => {
  test.each(cases)("%s", async (name) => {
    const cwd = join(folder, name);
    const entry = existsSync(join(cwd, "input.json"))
      ? "input.json"
      : "input.yaml";
    const host = createNodeReadHost(cwd);
    const { contract, diagnostics } = await readContract({
      entry,
      host,
      ...optionsOf(cwd),
    });
    const told = formatDiagnostics(await locate(diagnostics));
    const golden = join(cwd, "diagnostics.txt");
    if (process.env["UPDATE"]) writeFileSync(golden, told);
    expect(told).toBe(readFileSync(golden, "utf8"));
    const failed = diagnostics.some(({ severity }) => severity === "error");
    expect(contract === undefined).toBe(failed);
  });
});

/** What the user typed, where a case is about that. */
function optionsOf(cwd: string): { readonly events?: readonly string[] } {
  const path = join(cwd, "options.json");
  return existsSync(path)
    ? (JSON.parse(readFileSync(path, "utf8")) as { events: string[] })
    : {};
}

/** All that any case tells. */
function everything(): string {
  return cases
    .map((name) => readFileSync(join(folder, name, "diagnostics.txt"), "utf8"))
    .join("\n");
}

describe("every message of these rooms has a case", () => {
  // Those need a file system that fails, or a large file: see their own tests.
  const elsewhere = new Set([
    "file-missing",
    "file-unreadable",
    "file-too-large",
    "file-too-many-entries",
    "reference-detour",
  ]);
  const messages = Object.entries({
    ...documentMessages,
    ...nativeMessages,
    ...contractMessages,
    ...asyncapiMessages,
    ...openapiMessages,
    ...jsonschemaMessages,
  }).filter(([id]) => !elsewhere.has(id));
  test.each(messages)("%s", (_, { code }) => {
    expect(everything()).toContain(` ${code}: `);
  });

  test("and no code is used twice", () => {
    const codes = messages.map(([, { code }]) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });
});
