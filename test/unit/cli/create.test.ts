import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCli } from "../../support/fake-io.js";
import {
  readTree,
  temporaryFolder,
  writeTree,
} from "../../support/temporary-folder.js";

const bare = ["--no-install", "--no-git"];

const schema = `realtime: 1
name: door
version: "1"
channels:
  door:
    address: door
    serverToClient:
      opened: { payload: { $ref: "./types/opened.yaml" } }
    clientToServer:
      open: { payload: { type: object } }
`;
const files = {
  "mine/door.yaml": schema,
  "mine/types/opened.yaml": "type: object\n",
};

describe("a new project", () => {
  test("from an example, whole", async () => {
    const cwd = temporaryFolder();
    const { code, stdout } = await runCli(cwd, [
      "app",
      "--example",
      "shop",
      ...bare,
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain("cd app");
    expect(Object.keys(readTree(join(cwd, "app"))).sort()).toEqual([
      ".gitattributes",
      ".gitignore",
      ".prettierignore",
      "README.md",
      "package.json",
      "realtime.config.json",
      "realtime.lock",
      "realtime.yaml",
      "src/client.ts",
      "src/dev.ts",
      "src/development-authenticator.ts",
      "src/handlers/index.ts",
      "src/handlers/orders.ts",
      "src/order-book.ts",
      "src/realtime.setup.ts",
      "src/realtime/orders.ts",
      "src/server.ts",
      "test/handlers.test.ts",
      "tsconfig.build.json",
      "tsconfig.json",
    ]);
  });

  test("from a schema elsewhere, which is copied with what it refers to", async () => {
    const cwd = temporaryFolder();
    writeTree(cwd, files);
    const { code } = await runCli(cwd, [
      "app",
      "--schema",
      "mine/door.yaml",
      "--out",
      "src/deep/rt",
      ...bare,
    ]);
    expect(code).toBe(0);
    const tree = readTree(join(cwd, "app"));
    expect(tree["door.yaml"]).toBe(schema);
    expect(tree["types/opened.yaml"]).toBe("type: object\n");
    expect(JSON.parse(tree["realtime.config.json"]!)).toEqual({
      schema: "door.yaml",
      outputs: [{ dir: "src/deep/rt", side: "both", transports: ["sse"] }],
      engines: ["memory"],
    });
    expect(tree["src/handlers/door.ts"]).toContain(
      'from "../deep/rt/server.js"',
    );
    expect(tree["src/handlers/door.ts"]).toContain('NotImplemented("open")');
    expect(tree["src/server.ts"]).toContain('"./deep/rt/server.node.js"');
    expect(tree["src/deep/rt/door.ts"]).toContain("edit door.yaml");
  });

  test("from a schema that lies in the folder already", async () => {
    const cwd = temporaryFolder();
    writeTree(cwd, files);
    const { code } = await runCli(join(cwd, "mine"), [
      ".",
      "--schema",
      "door.yaml",
      ...bare,
    ]);
    expect(code).toBe(0);
    expect(readTree(cwd)["mine/door.yaml"]).toBe(schema);
  });

  test("--yes takes the shop, and realtime-app", async () => {
    const cwd = temporaryFolder();
    expect((await runCli(cwd, ["--yes", ...bare])).code).toBe(0);
    expect(existsSync(join(cwd, "realtime-app/src/order-book.ts"))).toBe(true);
  });

  test("--dry-run shows all and writes nothing", async () => {
    const cwd = temporaryFolder();
    const { code, stdout } = await runCli(cwd, [
      "app",
      "--example",
      "shop",
      "--dry-run",
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain("create  src/server.ts");
    expect(readTree(cwd)).toEqual({});
  });

  test("--json", async () => {
    const cwd = temporaryFolder();
    const { stdout } = await runCli(cwd, [
      "app",
      "--example",
      "shop",
      "--json",
      ...bare,
    ]);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      mode: "new",
      created: expect.arrayContaining(["src/server.ts", "realtime.lock"]),
      kept: [],
      installed: false,
      git: "skipped",
    });
  });
});

describe("a folder with something in it", () => {
  test("harmless things stay as they are", async () => {
    const cwd = temporaryFolder();
    writeTree(cwd, { "README.md": "mine", ".gitignore": "mine", LICENSE: "x" });
    mkdirSync(join(cwd, ".git"));
    const { code, stdout } = await runCli(cwd, [
      ".",
      "--example",
      "shop",
      ...bare,
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain("kept README.md");
    expect(readTree(cwd)).toMatchObject({
      "README.md": "mine",
      ".gitignore": "mine",
    });
  });

  test("anything else is listed, and nothing is written", async () => {
    const cwd = temporaryFolder();
    writeTree(cwd, { "app/src/server.ts": "mine", "app/notes.txt": "mine" });
    const before = readTree(cwd);
    const { code, stderr } = await runCli(cwd, [
      "app",
      "--example",
      "shop",
      ...bare,
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain("  notes.txt\n  src\n");
    expect(readTree(cwd)).toEqual(before);
  });

  test("a project gets only what is missing", async () => {
    const cwd = temporaryFolder();
    const own = {
      "package.json": "{}",
      "src/server.ts": "mine",
      "src/handlers/index.ts": "mine",
    };
    writeTree(cwd, own);
    const { code, stdout } = await runCli(cwd, [".", "--example", "chat"]);
    expect(code).toBe(0);
    expect(stdout).toContain("kept src/handlers/index.ts");
    expect(stdout).toContain("createServer(realtime.requestListener)");
    const tree = readTree(cwd);
    expect(tree).toMatchObject(own);
    expect(Object.keys(tree).sort()).toEqual([
      "package.json",
      "realtime.config.json",
      "realtime.lock",
      "realtime.yaml",
      "src/development-authenticator.ts",
      "src/handlers/index.ts",
      "src/handlers/room.ts",
      "src/mutes.ts",
      "src/realtime.setup.ts",
      "src/realtime/room.ts",
      "src/server.ts",
    ]);
  });

  test("one that was set up before is sent to generate", async () => {
    const cwd = temporaryFolder();
    writeTree(cwd, { "realtime.config.json": "{}" });
    const { code, stderr } = await runCli(cwd, [".", "--example", "shop"]);
    expect(code).toBe(1);
    expect(stderr).toContain("create-realtime generate");
  });

  test("a file of that name", async () => {
    const cwd = temporaryFolder();
    writeTree(cwd, { app: "mine" });
    const { code } = await runCli(cwd, ["app", "--example", "shop"]);
    expect(code).toBe(1);
    expect(readTree(cwd)).toEqual({ app: "mine" });
  });
});

describe("nothing is written", () => {
  test("when the schema has problems: all are shown", async () => {
    const cwd = temporaryFolder();
    writeTree(cwd, { "bad.yaml": schema.replace("address", "adress") });
    const { code, stderr } = await runCli(cwd, ["app", "--schema", "bad.yaml"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/bad\.yaml:6:\d+ - error RT\d{4}/);
    expect(Object.keys(readTree(cwd))).toEqual(["bad.yaml"]);
  });

  test("when an answer is missing: the command that has it is told", async () => {
    const cwd = temporaryFolder();
    for (const words of [[], ["app"], ["--example", "shop"]]) {
      const { code, stderr } = await runCli(cwd, words);
      expect(code).toBe(2);
      expect(stderr).toMatch(
        /for example: create-realtime .*--example|create-realtime realtime-app/,
      );
    }
    expect(readTree(cwd)).toEqual({});
  });

  test("after Ctrl-C", async () => {
    const cwd = temporaryFolder();
    const { code } = await runCli(cwd, ["app", "--example", "shop", ...bare], {
      signal: AbortSignal.abort(),
    });
    expect(code).toBe(130);
    expect(readTree(cwd)).toEqual({});
  });

  test("to a folder that others own", async () => {
    const cwd = temporaryFolder();
    for (const out of [
      "src",
      ".",
      "../x",
      "src/../..",
      "node_modules/x",
      "/",
    ]) {
      const { code } = await runCli(cwd, [
        "app",
        "--example",
        "shop",
        "--out",
        out,
      ]);
      expect(code).toBe(2);
    }
  });
});

test("scaffolded files are in prettier's style, or the project's own", async () => {
  const cwd = temporaryFolder();
  writeTree(cwd, {
    "package.json": "{}",
    ".prettierrc": '{ "singleQuote": true, "semi": false }',
  });
  await runCli(cwd, [".", "--example", "chat"]);
  const setup = readFileSync(join(cwd, "src/realtime.setup.ts"), "utf8");
  expect(setup).toContain("from './realtime/server.js'\n");
});
