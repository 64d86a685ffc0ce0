import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { warningsAsErrors } from "../../../src/diagnostics/strict.js";
import { compile } from "../../../src/pipeline.js";
import { runCli } from "../../support/fake-io.js";
import { memoryReadHost } from "../../support/memory-read-host.js";
import {
  readTree,
  temporaryFolder,
  writeTree,
} from "../../support/temporary-folder.js";

/** An example that does not fit, and a channel without messages. */
const doubtful = `realtime: 1
name: door
version: "1"
channels:
  door:
    address: door
    serverToClient:
      opened: { payload: { type: string }, examples: [1] }
  empty: { address: empty }
`;

const config = {
  schema: "door.yaml",
  outputs: [{ dir: "src/rt", side: "both", transports: ["sse"] }],
} as const;

function project(more: object = {}) {
  const root = temporaryFolder();
  writeTree(root, {
    "door.yaml": doubtful,
    "realtime.config.json": JSON.stringify({ ...config, ...more }),
  });
  return {
    root,
    run: (...words: string[]) => runCli(root, words),
  };
}

const note = "(--strict: warnings are errors)\n";

describe("validate", () => {
  test("warnings are told, and do no harm", async () => {
    const { code, stdout, stderr } = await project().run("validate");
    expect(code).toBe(0);
    expect(stdout).toBe(
      "door.yaml is valid: 2 channels, 1 message, 2 warnings\n",
    );
    expect(stderr).toContain("door.yaml:9:3 - warning RT5003: ");
    expect(stderr).not.toContain("--strict");
  });

  test("--strict: the same words, as errors, and says once why", async () => {
    const { run } = project();
    const lax = await run("validate");
    const { code, stdout, stderr } = await run("validate", "--strict");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toBe(
      `${lax.stderr.replaceAll(" - warning ", " - error ")}${note}` +
        "door.yaml is not valid: 2 errors\n",
    );
  });

  test("--json", async () => {
    const { run } = project();
    const { code, stdout } = await run("validate", "--strict", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      errors: 2,
      warnings: 0,
      diagnostics: [
        { code: "RT5014", severity: "error" },
        { code: "RT5003", severity: "error" },
      ],
    });
  });

  test("a schema without doubts passes", async () => {
    const { root, run } = project({ strict: true });
    writeFileSync(
      join(root, "door.yaml"),
      doubtful.replace("[1]", "[a]").replace(/ {2}empty.*\n/, ""),
    );
    expect(await run("validate")).toMatchObject({ code: 0, stderr: "" });
  });
});

describe("generate", () => {
  test("--strict: nothing is written", async () => {
    const { root, run } = project();
    const before = readTree(root);
    for (const more of [[], ["--check"], ["--json"]]) {
      expect((await run("generate", "--strict", ...more)).code).toBe(1);
      expect(readTree(root)).toEqual(before);
    }
    expect((await run("generate")).code).toBe(0);
    expect(readTree(root)).not.toEqual(before);
    // Also where nothing is left to do.
    expect((await run("generate", "--check")).code).toBe(0);
    expect((await run("generate", "--check", "--strict")).code).toBe(1);
  });

  test("strict in the configuration", async () => {
    const { run } = project({ strict: true });
    const { code, stderr } = await run("generate");
    expect(code).toBe(1);
    expect(stderr.split(note)).toHaveLength(2);
  });

  test("strict that is neither true nor false", async () => {
    const { run } = project({ strict: "yes", allowRemoteRefs: 1 });
    const { code, stderr } = await run("generate");
    expect(code).toBe(1);
    expect(stderr).toContain('"strict" of the configuration must be true');
    expect(stderr).toContain('"allowRemoteRefs" of the configuration must be');
  });
});

describe("create", () => {
  const words = ["app", "--schema", "door.yaml", "--no-install", "--no-git"];

  test("--strict: nothing is written", async () => {
    const { root, run } = project();
    const before = readTree(root);
    expect((await run(...words, "--strict")).code).toBe(1);
    expect(readTree(root)).toEqual(before);
  });

  test("--strict is kept", async () => {
    const { root, run } = project();
    const sure = doubtful.replace("[1]", "[a]").replace(/ {2}empty.*\n/, "");
    writeFileSync(join(root, "door.yaml"), sure);
    expect((await run(...words, "--strict")).code).toBe(0);
    const kept = readFileSync(join(root, "app/realtime.config.json"), "utf8");
    expect(JSON.parse(kept)).toMatchObject({ strict: true });
    expect(JSON.parse(kept)).not.toHaveProperty("allowRemoteRefs");
    writeFileSync(join(root, "app/door.yaml"), doubtful);
    expect((await runCli(join(root, "app"), ["generate"])).code).toBe(1);
  });
});

test("the pipeline makes nothing of what is doubtful", async () => {
  const request = {
    entry: "door.yaml",
    ledger: "realtime.lock",
    host: memoryReadHost({ "door.yaml": doubtful }),
    importEndings: [".js"],
  } as const;
  const lax = await compile({ ...request, config: { ...config, engines: [] } });
  expect(lax.result).toBeDefined();
  expect(lax.diagnostics.map(({ severity }) => severity)).toEqual([
    "warning",
    "warning",
  ]);
  const strict = await compile({
    ...request,
    config: { ...config, engines: [], strict: true },
  });
  expect(strict.result).toBe(undefined);
  expect(strict.diagnostics).toEqual(warningsAsErrors(lax.diagnostics));
  expect(strict.diagnostics.map(({ severity }) => severity)).toEqual([
    "error",
    "error",
  ]);
});
