import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCli } from "../../support/fake-io.js";
import {
  readTree,
  temporaryFolder,
  writeTree,
} from "../../support/temporary-folder.js";

const schema = (event: string): string => `realtime: 1
name: door
version: "1"
channels:
  door:
    address: door
    serverToClient:
      ${event}: { payload: { type: object } }
`;

async function project() {
  const root = temporaryFolder();
  writeTree(root, {
    "door.yaml": schema("opened"),
    "realtime.config.json": JSON.stringify({
      schema: "door.yaml",
      outputs: [{ dir: "src/rt", side: "both", transports: ["sse"] }],
    }),
    "src/mine.ts": "mine\n",
  });
  const first = await runCli(root, ["generate"]);
  expect(first.code).toBe(0);
  return {
    root,
    file: join(root, "src/rt/door.ts"),
    run: (...words: string[]) => runCli(root, ["generate", ...words]),
    edit: (event: string) =>
      writeFileSync(join(root, "door.yaml"), schema(event)),
  };
}

test("brings the code in step, and the second time changes nothing", async () => {
  const { root, file, run, edit } = await project();
  expect(readFileSync(file, "utf8")).toContain('"opened"');
  edit("closed");
  expect(await run()).toMatchObject({
    code: 0,
    stdout: "  replace src/rt/door.ts\n",
  });
  const after = readTree(root);
  expect(after["src/rt/door.ts"]).toContain('"closed"');
  expect(after["src/mine.ts"]).toBe("mine\n");
  expect(await run()).toMatchObject({ code: 0, stdout: "nothing to change\n" });
  expect(readTree(root)).toEqual(after);
});

test("works from any folder below", async () => {
  const { root, edit } = await project();
  edit("closed");
  const { code } = await runCli(join(root, "src/rt"), ["generate"]);
  expect(code).toBe(0);
  expect(readTree(root)["src/rt/door.ts"]).toContain('"closed"');
});

describe("looks without touching", () => {
  test.each([
    ["--check", 1, "  replace src/rt/door.ts\n"],
    [
      "--dry-run",
      0,
      "  replace src/rt/door.ts\n--dry-run: nothing was written\n",
    ],
    ["--diff", 0, '+export type Event = "closed";\n'],
  ])("%s", async (flag, code, shown) => {
    const { root, run, edit } = await project();
    expect(await run(flag)).toMatchObject({ code: 0 });
    edit("closed");
    const before = readTree(root);
    const result = await run(flag);
    expect(result.code).toBe(code);
    expect(result.stdout).toContain(shown);
    expect(readTree(root)).toEqual(before);
  });
});

describe("a file that someone edited", () => {
  test("is refused with the difference; nothing else changes either", async () => {
    const { root, file, run, edit } = await project();
    writeFileSync(file, `${readFileSync(file, "utf8")}// mine\n`);
    edit("closed");
    const before = readTree(root);
    const { code, stderr } = await run();
    expect(code).toBe(1);
    expect(stderr).toContain("-// mine\n");
    expect(stderr).toContain("--force");
    expect(readTree(root)).toEqual(before);
    const json = JSON.parse((await run("--json")).stdout) as object;
    expect(json).toMatchObject({
      ok: false,
      refused: [{ reason: "edited", path: "src/rt/door.ts" }],
    });
  });

  test("is kept beside by --force", async () => {
    const { root, file, run } = await project();
    const edited = `${readFileSync(file, "utf8")}// mine\n`;
    writeFileSync(file, edited);
    expect((await run("--force")).code).toBe(0);
    expect(readTree(root)["src/rt/door.ts.bak"]).toBe(edited);
    expect(readTree(root)["src/rt/door.ts"]).not.toContain("mine");
    expect((await run("--check")).code).toBe(0);
  });
});

test("--json tells the changes", async () => {
  const { run, edit } = await project();
  edit("closed");
  const { code, stdout } = await run("--check", "--json");
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toEqual({
    ok: false,
    changes: [{ kind: "replace", path: "src/rt/door.ts" }],
    refused: [],
    unchanged: 1,
    diagnostics: [],
  });
});

test("a schema with problems changes nothing", async () => {
  const { root, run } = await project();
  writeFileSync(join(root, "door.yaml"), "realtime: 2\n");
  const before = readTree(root);
  const { code, stderr } = await run();
  expect(code).toBe(1);
  expect(stderr).toMatch(/door\.yaml:1:\d+ - error RT/);
  expect(readTree(root)).toEqual(before);
});

test("a configuration with problems: all at once, with positions", async () => {
  const root = temporaryFolder();
  writeTree(root, {
    "realtime.config.json": `{
  "schem": "a.yaml",
  "outputs": [
    { "dir": "../x", "transports": ["mqtt"] },
    { "dir": "src/rt", "side": "sever", "transports": ["sse"] },
    { "dir": "src/a", "transports": ["sse"] },
    { "dir": "src/a/b", "transports": ["sse"] }
  ]
}`,
  });
  const { code, stderr } = await runCli(root, ["generate"]);
  expect(code).toBe(1);
  for (const start of [
    "realtime.config.json:2:3 - error",
    "realtime.config.json:4:14 - error RT7102",
    "realtime.config.json:4:37 - error RT7104",
    "realtime.config.json:5:32 - error RT7104",
    "realtime.config.json:3:14 - error RT7103",
  ]) {
    expect(stderr).toContain(start);
  }
});

test("outside of a project", async () => {
  const { code, stderr } = await runCli(temporaryFolder(), ["generate"]);
  expect(code).toBe(1);
  expect(stderr).toContain("no realtime.config.json");
});

test("validate: a file, or the project's own", async () => {
  const { root } = await project();
  expect(await runCli(root, ["validate", "door.yaml"])).toMatchObject({
    code: 0,
    stdout: "door.yaml is valid: 1 channel, 1 message\n",
  });
  expect(await runCli(root, ["validate"])).toMatchObject({ code: 0 });
  const good = await runCli(root, ["validate", "--json"]);
  expect(JSON.parse(good.stdout)).toEqual({
    ok: true,
    channels: 1,
    messages: 1,
    errors: 0,
    warnings: 0,
    diagnostics: [],
  });
  writeFileSync(join(root, "door.yaml"), "nothing");
  const { code, stdout } = await runCli(root, ["validate", "--json"]);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    ok: false,
    errors: 1,
    warnings: 0,
    diagnostics: [{ severity: "error", file: "door.yaml" }],
  });
  expect((await runCli(root, ["validate"])).stderr).toMatch(
    /\ndoor\.yaml is not valid: 1 error\n$/,
  );
  expect((await runCli(root, ["validate", "missing.yaml"])).code).toBe(1);
});
