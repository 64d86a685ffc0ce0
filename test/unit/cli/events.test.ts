import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseArguments } from "../../../src/cli/args.js";
import { runCli } from "../../support/fake-io.js";
import { temporaryFolder, writeTree } from "../../support/temporary-folder.js";

const object = { type: "object" };

const bundle = JSON.stringify({
  $defs: { issues$opened: object, issues$closed: object, push: object },
});

function project(more: object = {}) {
  const root = temporaryFolder();
  const config = {
    schema: "bundle.json",
    outputs: [{ dir: "src/rt", side: "both", transports: ["sse"] }],
    ...more,
  };
  writeTree(root, {
    "bundle.json": bundle,
    "realtime.config.json": JSON.stringify(config),
  });
  return { root, run: (...words: string[]) => runCli(root, words) };
}

/** What stands in for code names the messages. */
const generated = (folder: string): string =>
  readFileSync(join(folder, "src/rt/events.ts"), "utf8");

describe("the flag", () => {
  test.each([
    [
      ["--events", "a.*,!a.b"],
      ["a.*", "!a.b"],
    ],
    [["--events=a, b"], ["a", "b"]],
    [
      ["--events", "a", "--events", "b"],
      ["a", "b"],
    ],
  ])("%j", async (words, events) => {
    for (const command of [[], ["validate", "a.json"]]) {
      const { options } = (await parseArguments(
        [...command, ...words],
        {},
      )) as {
        options: { events: readonly string[] };
      };
      expect(options.events).toEqual(events);
    }
  });

  test.each([[["--events", ""]], [["--events", "a,"]]])(
    "%j needs a value",
    async (words) => {
      await expect(parseArguments(words, {})).rejects.toThrow(
        "--events needs a value",
      );
    },
  );
});

test("validate tells of what was guessed, and not of what was chosen", async () => {
  const { run } = project();
  const guessed = await run("validate", "bundle.json");
  expect(guessed).toMatchObject({ code: 0 });
  expect(guessed.stderr).toContain("warning RT8051");
  expect(guessed.stdout).toContain("3 messages, 1 warning");
  const chosen = await run("validate", "bundle.json", "--events", "issues.*");
  expect(chosen).toMatchObject({ code: 0, stderr: "" });
  expect(chosen.stdout).toContain("2 messages");
  const wrong = await run("validate", "bundle.json", "--events", "isues.*");
  expect(wrong.code).toBe(1);
  expect(wrong.stderr).toContain("bundle.json:1:1 - error RT8054");
});

test("create keeps the choice, and generate follows it", async () => {
  const { root, run } = project();
  const words = ["app", "--schema", "bundle.json", "--no-install", "--no-git"];
  const made = await run(...words, "--events", "issues.*,!issues.closed");
  expect(made.code).toBe(0);
  const app = join(root, "app");
  const path = join(app, "realtime.config.json");
  const kept = JSON.parse(readFileSync(path, "utf8")) as object;
  expect(kept).toMatchObject({ events: ["issues.*", "!issues.closed"] });
  const events = (): string =>
    readFileSync(join(app, "src/realtime/events.ts"), "utf8");
  expect(events()).toContain('"issues.opened"');
  expect(events()).not.toContain("closed");
  writeFileSync(path, JSON.stringify({ ...kept, events: ["push"] }));
  expect((await runCli(app, ["generate"])).code).toBe(0);
  expect(events()).toContain('"push"');
  expect(events()).not.toContain("issues");
});

test("generate reads it from the configuration, at every run", async () => {
  const { root, run } = project({ events: ["push"] });
  expect(await run("generate")).toMatchObject({ code: 0, stderr: "" });
  expect(generated(root)).toContain('"push"');
  const path = join(root, "realtime.config.json");
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.replace('"push"', '"*.opened"'));
  expect((await run("generate", "--check")).code).toBe(1);
  expect((await run("generate")).code).toBe(0);
  expect(generated(root)).toContain('"issues.opened"');
});

test("a configuration that is no list of names", async () => {
  const { run } = project({ events: ["a", 1] });
  const { code, stderr } = await run("generate");
  expect(code).toBe(1);
  expect(stderr).toContain('each of "events" must be a string');
});
