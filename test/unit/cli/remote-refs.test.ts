import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCli } from "../../support/fake-io.js";
import { documentServer, type Serve } from "../../support/document-server.js";
import {
  readTree,
  temporaryFolder,
  writeTree,
} from "../../support/temporary-folder.js";

async function project(
  pages: Readonly<Record<string, string | Serve>> = {
    "/types.yaml": "Opened: { type: string }\n",
  },
  settings: object = {},
) {
  const { url, asked } = await documentServer(pages);
  const root = temporaryFolder();
  writeTree(root, {
    "door.yaml": `realtime: 1
name: door
version: "1"
channels:
  door:
    address: door
    serverToClient:
      opened: { payload: { $ref: '${url}/types.yaml#/Opened' } }
`,
    "realtime.config.json": JSON.stringify({
      schema: "door.yaml",
      outputs: [{ dir: "src/rt", side: "both", transports: ["sse"] }],
      ...settings,
    }),
  });
  const run = (...words: string[]) => runCli(root, words);
  return { root, url, asked, run };
}

describe("validate", () => {
  test("names the flag, and asks nobody", async () => {
    const { run, asked, url } = await project();
    const { code, stderr } = await run("validate");
    expect(code).toBe(1);
    expect(stderr).toContain(
      `door.yaml:8:34 - error RT1031: "${url}/types.yaml#/Opened" is elsewhere on the network`,
    );
    expect(stderr).toContain("hint: --allow-remote-refs fetches it;");
    expect(asked).toEqual([]);
  });

  test("fetches with the flag, or as configured", async () => {
    const { run, asked } = await project();
    const words = ["validate", "door.yaml", "--allow-remote-refs"];
    expect(await run(...words)).toMatchObject({ code: 0, stderr: "" });
    expect(asked).toEqual(["/types.yaml"]);
    const configured = await project(undefined, { allowRemoteRefs: true });
    expect(await configured.run("validate")).toMatchObject({ code: 0 });
    expect(configured.asked).toEqual(["/types.yaml"]);
  });

  test("shows where a remote document is wrong", async () => {
    const { run, url } = await project({
      "/types.yaml": "Opened:\n  type: string\n  minLength: two\n",
    });
    const { code, stderr } = await run("validate", "--allow-remote-refs");
    expect(code).toBe(1);
    expect(stderr).toContain(`${url}/types.yaml:3:14 - error RT2`);
    expect(stderr).toContain("> 3 |   minLength: two");
  });

  test("--json", async () => {
    const { run, url } = await project({});
    const words = ["validate", "--allow-remote-refs", "--json"];
    const { code, stdout } = await run(...words);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      diagnostics: [
        {
          id: "remote-status",
          message: `${url}/types.yaml cannot be fetched: the server answered 404`,
          file: "door.yaml",
          start: { line: 8, column: 34 },
        },
      ],
    });
  });

  test("Ctrl-C ends a fetch", async () => {
    const interruption = new AbortController();
    const { root } = await project({
      "/types.yaml": () => interruption.abort(),
    });
    const words = ["validate", "--allow-remote-refs"];
    const { code } = await runCli(root, words, interruption);
    expect(code).toBe(130);
  });
});

describe("generate", () => {
  test("fetches at every run; --check sees what has changed", async () => {
    const pages = { "/types.yaml": "Opened: { type: string }\n" };
    const { run, asked, root } = await project(pages, {
      allowRemoteRefs: true,
    });
    expect((await run("generate")).code).toBe(0);
    expect(await run("generate", "--check")).toMatchObject({
      code: 0,
      stdout: "nothing to change\n",
    });
    expect(asked).toEqual(["/types.yaml", "/types.yaml"]);
    const before = readTree(root);
    pages["/types.yaml"] = "nothing\n";
    expect((await run("generate", "--check")).code).toBe(1);
    expect(readTree(root)).toEqual(before);
  });

  test("for one run", async () => {
    const { run, asked } = await project();
    expect((await run("generate", "--allow-remote-refs")).code).toBe(0);
    expect((await run("generate")).code).toBe(1);
    expect(asked).toEqual(["/types.yaml"]);
  });
});

test("create keeps the permission, and copies only files", async () => {
  const { root, run, asked } = await project();
  const words = ["app", "--schema", "door.yaml", "--no-install", "--no-git"];
  expect((await run(...words)).code).toBe(1);
  expect(asked).toEqual([]);
  expect((await run(...words, "--allow-remote-refs")).code).toBe(0);
  const app = join(root, "app");
  const config = readFileSync(join(app, "realtime.config.json"), "utf8");
  expect(JSON.parse(config)).toMatchObject({
    schema: "door.yaml",
    allowRemoteRefs: true,
  });
  expect(Object.keys(readTree(app))).toContain("door.yaml");
  expect(Object.keys(readTree(app)).join()).not.toContain("types");
  expect((await runCli(app, ["generate", "--check"])).code).toBe(0);
});
