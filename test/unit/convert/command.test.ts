/** `create-realtime convert`, as it is typed. */
import { describe, expect, test } from "vitest";
import { contractsFolder } from "../../support/contract-fixtures.js";
import { runCli } from "../../support/fake-io.js";
import {
  readTree,
  temporaryFolder,
  writeTree,
} from "../../support/temporary-folder.js";

const door = `# yaml-language-server: $schema=./node_modules/create-realtime/schema/realtime.schema.json
realtime: 1
name: door
version: "1"
channels:
  door:
    serverToClient:
      opened: { payload: { type: object } }
`;

function folderWith(files: Readonly<Record<string, string>> = {}) {
  const root = temporaryFolder();
  writeTree(root, { "docs/door.yaml": door, ...files });
  return {
    root,
    run: (line: string) => runCli(root, ["convert", ...line.split(" ")]),
    tree: () => Object.keys(readTree(root)).sort(),
  };
}

test("to the terminal, and nothing else", async () => {
  const { run, tree } = folderWith();
  expect(await run("docs/door.yaml --to native")).toEqual({
    code: 0,
    stdout: door,
    stderr: "",
  });
  expect(tree()).toEqual(["docs/door.yaml"]);
});

test("to AsyncAPI and back", async () => {
  const { root, run } = folderWith();
  const there = await run("docs/door.yaml --to asyncapi --out door.json");
  expect(there).toEqual({
    code: 0,
    stdout: "",
    stderr: "door.json is written\n",
  });
  // The ending says how.
  expect(JSON.parse(readTree(root)["door.json"]!)).toMatchObject({
    asyncapi: "3.0.0",
    channels: { door: { address: "door" } },
  });
  expect((await run("door.json --to native")).stdout).toBe(door);
});

test.each([
  ["--to jsonschema", /^\{\n {2}"\$schema"/],
  ["--to jsonschema --format yaml", /^\$schema: /],
  ["--to native --format json", /^\{\n {2}"realtime": 1/],
  ["--to asyncapi", /^asyncapi: "3.0.0"\n/],
])("%s", async (line, expected) => {
  const { run } = folderWith();
  expect((await run(`docs/door.yaml ${line}`)).stdout).toMatch(expected);
});

describe("a file that is there", () => {
  test("stays, and nothing is left beside it", async () => {
    const { root, run, tree } = folderWith({ "a.yaml": "mine" });
    const { code, stderr } = await run(
      "docs/door.yaml --to native --out a.yaml",
    );
    expect(code).toBe(1);
    expect(stderr).toContain("a.yaml is there already; nothing was written");
    expect(stderr).toContain("--force replaces it");
    expect(readTree(root)["a.yaml"]).toBe("mine");
    expect(tree()).toEqual(["a.yaml", "docs/door.yaml"]);
  });

  test("is replaced by --force", async () => {
    const { root, run, tree } = folderWith({ "a.yaml": "mine" });
    await run("docs/door.yaml --to native --out a.yaml --force");
    expect(readTree(root)["a.yaml"]).toBe(door);
    expect(tree()).toEqual(["a.yaml", "docs/door.yaml"]);
  });

  test("is no folder, whatever is forced", async () => {
    const { run } = folderWith();
    const { code, stderr } = await run(
      "docs/door.yaml --to native --out docs --force",
    );
    expect([code, stderr]).toEqual([
      1,
      "error: docs is not a file; nothing was written\n",
    ]);
  });

  test("or is in a folder that is not", async () => {
    const { run } = folderWith();
    const { code, stderr } = await run(
      "docs/door.yaml --to native --out no/a.yaml",
    );
    expect([code, stderr]).toEqual([
      1,
      "error: there is no folder no; nothing was written\n",
    ]);
  });
});

test("a schema with errors is told of, and not written", async () => {
  const { run, tree } = folderWith({ "bad.yaml": "realtime: 1\nname: x\n" });
  const { code, stdout, stderr } = await run(
    "bad.yaml --to native --out out.yaml",
  );
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(/^bad\.yaml:1:1 - error/);
  expect(tree()).toEqual(["bad.yaml", "docs/door.yaml"]);
});

const served = `asyncapi: 3.0.0
info: { title: t, version: "1" }
servers: { prod: { host: example.com, protocol: wss } }
channels: { a: { address: a, messages: { m: { payload: { type: string } } } } }
operations: { tell: { action: send, channel: { $ref: "#/channels/a" } } }
`;

test("what has no place is told of; with --strict it is an error", async () => {
  const { run } = folderWith({ "served.yaml": served });
  const told =
    "warning RT7201: left out, for the native format has no place for it: the server prod\n";
  const { code, stdout, stderr } = await run("served.yaml --to native");
  expect([code, stderr.trim()]).toEqual([0, told.trim()]);
  expect(stdout).toMatch(/^# yaml/);
  const strict = await run("served.yaml --to native --strict");
  expect([strict.code, strict.stdout]).toEqual([1, ""]);
  expect(strict.stderr).toContain("error RT7201");
});

test("--perspective and --events are for reading", async () => {
  const { run } = folderWith({ "served.yaml": served });
  const { stdout } = await run("served.yaml --to native --perspective client");
  expect(stdout).toContain("clientToServer:");
  const bundle = await runCli(contractsFolder, [
    "convert",
    "shop.schema.json",
    "--to=native",
    "--events=order.created",
  ]);
  expect(bundle.stdout.match(/^ {6}\S+:/gm)?.length).toBeGreaterThan(0);
  expect(bundle.stdout).not.toContain("order.shipped:");
});

describe("usage", () => {
  test.each([
    [
      "--to native",
      "error: which schema?\ncreate-realtime convert <schema> --to native|asyncapi|jsonschema\n",
    ],
    [
      "docs/door.yaml",
      "error: to which format?\ncreate-realtime convert <schema> --to native|asyncapi|jsonschema\n",
    ],
    [
      "docs/door.yaml --to asyncap",
      'error: --to: "asyncap" is not one of its values\ndid you mean "asyncapi"? (choices: native, asyncapi, jsonschema)\n',
    ],
    [
      "docs/door.yaml --to proto",
      "error: --to proto comes with a later version of create-realtime\nchoices: native, asyncapi, jsonschema\n",
    ],
    [
      "docs/door.yaml --to native --format yml",
      'error: --format: "yml" is not one of its values\ndid you mean "yaml"? (choices: yaml, json)\n',
    ],
    [
      "docs/door.yaml --to native --dry-run",
      "error: unknown option --dry-run\nsee --help\n",
    ],
  ])("convert %s", async (line, expected) => {
    const { run } = folderWith();
    const { code, stdout, stderr } = await run(line);
    expect([code, stdout, stderr]).toEqual([2, "", expected]);
  });

  test("--help tells of it", async () => {
    const { stdout } = await runCli(temporaryFolder(), ["convert", "--help"]);
    expect(stdout).toContain("--to");
    expect(stdout).toContain("native, asyncapi, jsonschema");
  });
});
