/** How the command behaves where the leaders hang, or do nothing in silence. */
import { spawn } from "node:child_process";
import { chmodSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { execa } from "execa";
import { examples } from "../../src/advice/choices.js";
import {
  bin,
  builtBin,
  repository,
  shellEnvironment as env,
} from "../support/built-bin.js";
import { hasTerminals, inTerminal } from "../support/terminal.js";
import {
  readTree,
  temporaryFolder,
  writeTree,
} from "../support/temporary-folder.js";

beforeAll(async () => {
  await builtBin();
});

const run = (words: readonly string[], cwd: string, more = {}) =>
  execa(process.execPath, [bin, ...words], {
    cwd,
    env: { ...env, ...more },
    extendEnv: false,
    reject: false,
    stdin: "ignore",
    timeout: 10_000,
  });

test("--help and --version answer before anything is loaded", async () => {
  const cwd = temporaryFolder();
  const help = await run(["--help"], cwd);
  expect(help.stdout).toContain("--framework");
  expect(help.stdout).not.toMatch(/grpc|doctor/);
  expect((await run(["-h"], cwd)).stdout).toBe(help.stdout);
  expect((await run(["--version"], cwd)).stdout).toMatch(/^\d+\.\d+\.\d+$/);
  expect((await run(["generate", "--help"], cwd)).stdout).toContain("--check");
});

describe("without anyone to ask, it ends with what to type", () => {
  test("nothing at stdin", async () => {
    const cwd = temporaryFolder();
    const { exitCode, stderr } = await run([], cwd);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("create-realtime realtime-app --example shop");
    expect(readTree(cwd)).toEqual({});
  });

  test("an open pipe at stdin", async () => {
    const child = spawn(process.execPath, [bin], {
      cwd: temporaryFolder(),
      env,
      stdio: ["pipe", "ignore", "pipe"],
    });
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(code).toBe(2);
    child.stdin.end();
  });

  test.skipIf(!hasTerminals)("CI with a terminal", async () => {
    const cwd = temporaryFolder();
    const { code, screen } = await inTerminal(
      [process.execPath, bin, "app"],
      cwd,
      { ...env, CI: "1" },
    );
    expect(code).toBe(2);
    expect(screen).toContain("nobody is here to be asked");
  });
});

describe.skipIf(!hasTerminals)("at a terminal", () => {
  test("Ctrl-C at a prompt: 130, the cursor is back, nothing is written", async () => {
    const cwd = temporaryFolder();
    const { code, screen } = await inTerminal(
      [process.execPath, bin],
      cwd,
      env,
      [["Start from", "\u0003"]],
    );
    expect(code).toBe(130);
    const shown = screen.lastIndexOf("\u001b[?25h");
    expect(shown).toBeGreaterThan(screen.lastIndexOf("\u001b[?25l"));
    expect(readTree(cwd)).toEqual({});
  });

  test("every answer can be typed", async () => {
    const cwd = temporaryFolder();
    const { code, screen } = await inTerminal(
      [process.execPath, bin, "--no-install", "--no-git"],
      cwd,
      env,
      [
        ["Start from", "\u001b[B\r"], // the chat example
        ["Folder", "talk\r"],
        ["Techniques", "\u001b[B \r"], // WebSocket beside SSE
        ["Keep events", "\u001b[B\r"], // in a SQLite file
        ["Framework", "\u001b[B\r"], // Express
        ["Package manager", "\r"],
      ],
    );
    expect(screen).toContain("files in talk");
    expect(code).toBe(0);
    const tree = readTree(`${cwd}/talk`);
    expect(tree["src/server.ts"]).toContain('from "express"');
    expect(tree).toHaveProperty(["src/handlers/room.ts"]);
    expect(tree).toHaveProperty(["src/client.websocket.ts"]);
    expect(tree["src/realtime.setup.ts"]).toContain("sqliteEngine({");
  });

  test("Enter starts from the shop, or from the schema that is there", async () => {
    const words = [process.execPath, bin, "--no-install", "--no-git"];
    const more = ["--transport=sse", "--engine=memory", "--framework=node"];
    const all = [...words, ...more, "--package-manager=npm"];
    const cwd = temporaryFolder();
    const keys = [
      ["Start from", "\r"],
      ["Folder", "app\r"],
    ] as const;
    const first = await inTerminal(all, cwd, env, keys);
    expect(first).toMatchObject({ code: 0 });
    const { "realtime.yaml": shop } = readTree(`${cwd}/app`);
    expect(shop).toContain("name: shop");

    writeTree(cwd, { "realtime.yaml": shop! });
    const [start] = keys;
    const own = [start, ["Schema file", "\r"], ["Folder", "own\r"]] as const;
    expect(await inTerminal(all, cwd, env, own)).toMatchObject({ code: 0 });
    expect(readTree(`${cwd}/own`)["src/order-book.ts"]).toBeUndefined();
  });

  test("NO_COLOR holds for prompts too", async () => {
    const { screen } = await inTerminal(
      [process.execPath, bin],
      temporaryFolder(),
      { ...env, NO_COLOR: "1" },
      [["Start from", "\u0003"]],
    );
    // Cursor movements are no colours.
    // eslint-disable-next-line no-control-regex
    expect(screen).not.toMatch(/\u001b\[[0-9;]*m/);
  });
});

describe("generate with nothing changed", () => {
  test("ends before anything heavy is loaded; any change wakes it", async () => {
    const cwd = temporaryFolder();
    const scaffold = ["app", "--example", "chat", "--no-install", "--no-git"];
    expect((await run(scaffold, cwd)).exitCode).toBe(0);
    const app = `${cwd}/app`;
    // What is loaded, Node says.
    const loaded = { NODE_DEBUG: "esm" };
    const heavy = /dist\/main\.js/;

    const first = await run(["generate"], app, loaded);
    expect(first.stdout).toBe("nothing to change");
    expect(first.stderr).toMatch(heavy);
    const second = await run(["generate"], app, loaded);
    expect(second.stdout).toBe("nothing to change");
    expect(second.stderr).not.toMatch(heavy);

    const before = readTree(app);
    writeTree(app, {
      "realtime.yaml": before["realtime.yaml"]!.replace("chat", "chatter"),
    });
    const third = await run(["generate"], app);
    expect(third.stdout).toContain("replace src/realtime/contract.ts");
    expect((await run(["generate", "--check"], app)).exitCode).toBe(0);
  });
});

describe.each([
  ["npm", "install --no-audit --no-fund --loglevel=error"],
  ["pnpm", "install --reporter=append-only"],
  ["yarn", "install"],
  ["bun", "install"],
])("%s", (packageManager, words) => {
  test("is what installs, and what is told to run", async () => {
    const cwd = temporaryFolder();
    // Stands in for it, and tells of its call.
    writeTree(cwd, {
      [`bin/${packageManager}`]: `#!/bin/sh\necho "$*" > called\n`,
    });
    chmodSync(`${cwd}/bin/${packageManager}`, 0o755);
    const path = { PATH: `${cwd}/bin:${process.env["PATH"]}` };
    const flags = ["--package-manager", packageManager, "--no-git"];
    const { stdout, exitCode } = await run(
      ["app", "--example", "chat", ...flags],
      cwd,
      path,
    );
    expect(exitCode).toBe(0);
    expect(readTree(cwd)["app/called"]).toBe(`${words}\n`);
    expect(stdout).toMatch(new RegExp(`^  ${packageManager}( run)? dev `, "m"));
    expect(stdout).not.toContain(`${packageManager} install`);
  });
});

test.each(examples)("the schema of the %s example is valid", async (id) => {
  const schema = `${repository}templates/project/examples/${id}/realtime.yaml`;
  const { stdout, stderr } = await run(["validate", schema], temporaryFolder());
  expect(stderr).toBe("");
  expect(stdout).toMatch(/ is valid: \d+ channels?, \d+ messages?$/);
});

test("npm install that fails leaves the files, and says how to go on", async () => {
  const cwd = temporaryFolder();
  const { exitCode, stderr } = await run(
    ["app", "--example", "chat", "--package-manager", "npm", "--no-git"],
    cwd,
    {
      npm_config_registry: "http://127.0.0.1:9",
      npm_config_fetch_retries: "0",
      npm_config_cache: `${cwd}/cache`,
    },
  );
  expect(exitCode).toBe(1);
  expect(stderr).toContain("the registry cannot be reached");
  expect(stderr).toContain("npm install");
  expect(readTree(cwd)).toHaveProperty(["app/src/server.ts"]);
});

test("makes a repository and a first commit, but never one inside another", async () => {
  const cwd = temporaryFolder();
  const who = { NAME: "Ada", EMAIL: "ada@example.com" };
  const git = Object.fromEntries(
    Object.entries(who).flatMap(([key, value]) => [
      [`GIT_AUTHOR_${key}`, value],
      [`GIT_COMMITTER_${key}`, value],
    ]),
  );
  const flags = ["--example", "chat", "--no-install"];
  await run(["app", ...flags], cwd, git);
  const log = await execa("git", ["log", "--format=%s"], { cwd: `${cwd}/app` });
  expect(log.stdout).toBe("Scaffolded by create-realtime");
  const status = await execa("git", ["status", "--short"], {
    cwd: `${cwd}/app`,
  });
  expect(status.stdout).toBe("");

  await run(["app/inner", ...flags], cwd, git);
  expect(readTree(`${cwd}/app/inner`)).not.toHaveProperty([".git/HEAD"]);
});

test("the reader of a pipe may go away", async () => {
  const { exitCode } = await execa(
    "sh",
    ["-c", `"${process.execPath}" "${bin}" generate --help | head -1`],
    { env, extendEnv: false },
  );
  expect(exitCode).toBe(0);
});
