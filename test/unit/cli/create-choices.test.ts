/** What the flags of a scaffold change in the project. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCli } from "../../support/fake-io.js";
import {
  readTree,
  temporaryFolder,
  writeTree,
} from "../../support/temporary-folder.js";

const bare = ["--no-install", "--no-git"];

/** A new project, and what its package.json holds. */
async function made(...flags: readonly string[]) {
  const cwd = temporaryFolder();
  const example = flags.includes("--example") ? [] : ["--example", "chat"];
  const words = ["app", ...example, ...flags, ...bare];
  const { code, stdout, stderr } = await runCli(cwd, words);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const tree = readTree(join(cwd, "app"));
  type Entries = Readonly<Record<string, string>>;
  const json = JSON.parse(tree["package.json"]!) as Readonly<
    Record<"dependencies" | "devDependencies" | "scripts", Entries>
  >;
  return { tree, json, ...json, stdout };
}

describe("a new project", () => {
  test.each([
    ["node", [], "createServer(realtime.requestListener)"],
    ["express", ["express"], "app.use(realtime.requestListener)"],
    ["fastify", ["fastify"], 'app.addHook("onRequest"'],
    ["hono", ["@hono/node-server", "hono"], "realtime.fetch(context.req.raw)"],
  ])("with %s, and no more than it needs", async (framework, names, mount) => {
    const { tree, dependencies } = await made("--framework", framework);
    expect(Object.keys(dependencies)).toEqual(names);
    expect(tree["src/server.ts"]).toContain(mount);
    expect(tree["src/server.ts"]).not.toContain("attach");
  });

  test.each([
    ["node", "realtime.attach(server)"],
    ["express", "realtime.attach(server)"],
    ["fastify", "realtime.attach(app.server)"],
    ["hono", "realtime.attach(server)"],
  ])("WebSocket with %s", async (framework, attach) => {
    const transport = ["--transport", "sse,websocket"];
    const { tree, dependencies, devDependencies, scripts } = await made(
      "--framework",
      framework,
      ...transport,
    );
    expect(tree["src/server.ts"]).toContain(attach);
    expect(tree["src/server.ts"]).toContain("realtime/server.node.js");
    expect(dependencies).toHaveProperty("ws");
    expect(devDependencies).toHaveProperty(["@types/ws"]);
    expect(scripts).toMatchObject({
      client: "tsx src/client.ts",
      "client:websocket": "tsx src/client.websocket.ts",
    });
    expect(tree["src/client.ts"]).toContain("createSseClient");
    expect(JSON.parse(tree["realtime.config.json"]!)).toMatchObject({
      outputs: [{ transports: ["sse", "websocket"] }],
    });
  });

  test("the first technique is the demo's", async () => {
    const { tree } = await made("--transport", "websocket,sse");
    expect(tree["src/client.ts"]).toContain("createWebSocketClient");
    expect(tree["src/client.sse.ts"]).toContain("createSseClient");
  });

  test("with SQLite: its file is in the setup, and not in git", async () => {
    const { tree, dependencies } = await made("--engine", "sqlite");
    expect(dependencies).toHaveProperty(["@photostructure/sqlite"]);
    expect(tree["src/realtime.setup.ts"]).toContain(
      'engine: sqliteEngine({ path: "data/realtime.db" })',
    );
    expect(tree["data/.gitignore"]).toBe("*\n!.gitignore\n");
    expect(tree["README.md"]).toContain("createPublisher({");
    // The tests keep nothing.
    expect(JSON.parse(tree["realtime.config.json"]!)).toMatchObject({
      engines: ["memory", "sqlite"],
    });
  });

  test("open parameters are denied until someone says who may", async () => {
    const cwd = temporaryFolder();
    const channel = {
      address: "doors/{door}",
      parameters: { door: { type: "string" } },
      wildcard: true,
      serverToClient: { opened: { payload: { type: "string" } } },
    };
    const door = {
      realtime: 1,
      name: "door",
      version: "1",
      channels: { channel },
    };
    writeTree(cwd, { "door.json": JSON.stringify(door) });
    const words = ["app", "--schema", "door.json", ...bare];
    expect(await runCli(cwd, words)).toMatchObject({ code: 0 });
    const setup = readTree(join(cwd, "app"))["src/realtime.setup.ts"];
    expect(setup).toContain("({ identity, open, scopes })");
    expect(setup).toContain("open.length === 0 &&");
    const { tree } = await made();
    expect(tree["src/realtime.setup.ts"]).not.toContain("open.length");
  });

  test("the devices answer the server, so that they connect by WebSocket", async () => {
    const { tree } = await made("--example", "devices");
    expect(tree["src/client.ts"]).toContain("createWebSocketClient");
  });
});

describe("a new project for", () => {
  test("npm: install scripts are decided on in package.json", async () => {
    const { json, tree } = await made("--engine", "sqlite");
    expect(json).toMatchObject({
      allowScripts: { "@photostructure/sqlite": false, esbuild: false },
    });
    expect(tree["README.md"]).toContain("npm run client ");
    expect(tree["README.md"]).toContain("with `-- --check`");
    expect(tree["README.md"]).toContain('"transports": ["sse"] }`');
  });

  test("pnpm: they are in pnpm-workspace.yaml", async () => {
    const pnpm = ["--package-manager", "pnpm", "--engine", "sqlite"];
    const { json, tree, stdout } = await made(...pnpm);
    expect(json).not.toHaveProperty("allowScripts");
    expect(tree["pnpm-workspace.yaml"]).toContain(
      '  "@photostructure/sqlite": false\n',
    );
    expect(stdout).toContain("pnpm dev");
    expect(tree["README.md"]).toContain("pnpm generate");
    expect(tree["README.md"]).toContain("with `--check`");
    expect(tree["README.md"]).not.toMatch(/\bnpm (?:run|install)/);
  });

  test("pnpm, inside of a workspace: the workspace decides", async () => {
    const cwd = temporaryFolder();
    writeTree(cwd, { "pnpm-workspace.yaml": "packages: [apps/*]\n" });
    await runCli(cwd, ["apps/talk", "--example", "chat", ...bare]);
    const tree = readTree(join(cwd, "apps/talk"));
    expect(tree).not.toHaveProperty(["pnpm-workspace.yaml"]);
    expect(tree["README.md"]).toContain("pnpm dev");
  });

  test("yarn: packages lie where TypeScript finds them", async () => {
    const { tree, stdout } = await made("--package-manager", "yarn");
    expect(tree[".yarnrc.yml"]).toBe("nodeLinker: node-modules\n");
    expect(tree[".gitignore"]).toContain("\n.yarn/\n");
    expect(stdout).toContain("yarn dev");
  });

  test("bun, which is who started us", async () => {
    const cwd = temporaryFolder();
    const { stdout } = await runCli(
      cwd,
      ["app", "--example", "chat", ...bare],
      { env: { npm_config_user_agent: "bun/1.4.5 npm/? node/v20" } },
    );
    expect(stdout).toContain("bun install");
    expect(stdout).toContain("bun run dev");
  });
});

describe("in a project that is there", () => {
  test.each([
    ["^4.21.2", "express", "app.use(realtime.requestListener)"],
    ["^5.1.0", "express", "app.use(realtime.requestListener)"],
    ["^5.2.0", "fastify", "realtime.attach(app.server)"],
    ["^4.9.0", "hono", "realtime.fetch(context.req.raw)"],
  ])("%s of %s is recognised", async (version, framework, mount) => {
    const cwd = temporaryFolder();
    const dependencies = { [framework]: version, left: "1.0.0" };
    writeTree(cwd, { "package.json": JSON.stringify({ dependencies }) });
    const flags = ["--transport", "sse,websocket", "--engine", "sqlite"];
    const { stdout } = await runCli(cwd, [
      ".",
      "--example",
      "chat",
      "--package-manager",
      "yarn",
      ...flags,
    ]);
    expect(stdout).toContain(`# your server (${framework} ${version}):`);
    expect(stdout).toContain(mount);
    expect(stdout).toContain('from "./realtime/sse/client.js"');
    expect(stdout).toContain("createWebSocketClient({");
    expect(stdout).toMatch(
      /yarn add ws@\S+ @photostructure\/sqlite@\S+\n.*yarn add -D create-realtime @types\/ws@/,
    );
  });
});
