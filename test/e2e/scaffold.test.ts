/** From the packed package to a running project, as users get it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { execa } from "execa";
import {
  builtBin,
  repository,
  shellEnvironment,
} from "../support/built-bin.js";
import { registryStub, type RegistryStub } from "../support/registry-stub.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const { version } = JSON.parse(
  readFileSync(`${repository}package.json`, "utf8"),
) as { version: string };

let folder: string;
let tarball: string;
let stub: RegistryStub;
/** npm with what this machine has downloaded, and a place of its own for npx. */
let env: Record<string, string | undefined>;

beforeAll(async () => {
  await builtBin();
  folder = temporaryFolder(afterAll);
  await here(`pack --ignore-scripts --pack-destination ${folder}`);
  tarball = `${folder}/create-realtime-${version}.tgz`;
  const cache = (await here("config get cache")).stdout.trim();
  const upstream = (await here("config get registry")).stdout.trim();
  mkdirSync(`${folder}/cache`);
  symlinkSync(`${cache}/_cacache`, `${folder}/cache/_cacache`);
  stub = await registryStub("create-realtime", version, tarball, upstream);
  env = { ...shellEnvironment, npm_config_cache: `${folder}/cache` };
});

afterAll(() => stub?.close());

const here = (words: string) =>
  execa("npm", words.split(" "), { cwd: repository });

const npm = (words: readonly string[], cwd: string, more = {}) =>
  execa("npm", words, {
    cwd,
    env: { ...env, ...more },
    extendEnv: false,
    reject: false,
    stdin: "ignore",
    all: true,
  });

describe("from the tarball, with npx", () => {
  test("every script of the new project passes as it comes", async () => {
    const words =
      "create-realtime app --example shop --transport sse,websocket --engine sqlite --no-git --package-manager npm";
    const made = await execa(
      "npx",
      ["--yes", `--package=${tarball}`, ...words.split(" ")],
      {
        cwd: folder,
        env,
        extendEnv: false,
        stdin: "ignore",
      },
    );
    expect(made.stdout).toContain("npm run dev");
    const app = `${folder}/app`;
    const { devDependencies } = JSON.parse(
      readFileSync(`${app}/package.json`, "utf8"),
    ) as { devDependencies: Record<string, string> };
    expect(devDependencies["create-realtime"]).toBe(
      `file:../create-realtime-${version}.tgz`,
    );
    for (const script of [
      ["typecheck"],
      ["test"],
      ["build"],
      ["generate"],
      ["generate", "--", "--check"],
    ]) {
      const { all, exitCode } = await npm(["run", ...script], app);
      expect({ exitCode, all }).toMatchObject({ exitCode: 0 });
    }
    await expectEvents(["run", "--silent", "dev"], app);
    await expect(
      execa("node", ["dist/server.js"], {
        cwd: app,
        env: { NODE_ENV: "production", PORT: "0" },
      }),
    ).rejects.toThrow("developmentAuthenticator is not for production");
  }, 240_000);
});

describe("from a registry, with npm create", () => {
  test("depends on the version, and serves with Hono", async () => {
    const words = "create realtime@latest talk --";
    const flags =
      "--example chat --framework hono --no-git --package-manager npm";
    const { all, exitCode } = await npm(
      [...words.split(" "), ...flags.split(" ")],
      folder,
      { npm_config_registry: stub.url, npm_config_yes: "true" },
    );
    expect({ exitCode, all }).toMatchObject({ exitCode: 0 });
    expect(stub.asked).toContain("/create-realtime");
    const { devDependencies } = JSON.parse(
      readFileSync(`${folder}/talk/package.json`, "utf8"),
    ) as { devDependencies: Record<string, string> };
    expect(devDependencies["create-realtime"]).toBe(version);
    const checked = await npm(["run", "typecheck"], `${folder}/talk`);
    expect(checked).toMatchObject({ exitCode: 0 });
    await expectEvents(["run", "--silent", "dev"], `${folder}/talk`);
  }, 240_000);

  test("flags that npm takes for itself: exit 2, and the right command", async () => {
    const { all, exitCode } = await npm(
      ["create", "realtime@latest", "lost", "--framework", "hono"],
      folder,
      { npm_config_registry: stub.url, npm_config_yes: "true" },
    );
    expect({ exitCode, all }).toMatchObject({ exitCode: 2 });
    expect(all).toContain("npm create realtime lost -- --framework hono");
  }, 120_000);
});

/** Starts the server, and follows it with the README's line for curl. */
async function expectEvents(
  words: readonly string[],
  cwd: string,
): Promise<void> {
  const server = spawn("npm", words, {
    cwd,
    env: { ...env, PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  try {
    const base = await new Promise<string>((resolve, reject) => {
      createInterface({ input: server.stdout }).on("line", (line) => {
        const url = /listening on (\S+)/.exec(line)?.[1];
        if (url !== undefined) resolve(url);
      });
      server.once("exit", () => reject(new Error("the server ended")));
    });
    const readme = readFileSync(`${cwd}/README.md`, "utf8");
    const line = /^curl -N "(.*)"$/m.exec(readme)![1]!;
    const curl = spawn("curl", [
      "-sN",
      "--max-time",
      "30",
      line.replace("http://localhost:3000/realtime", base),
    ]);
    const frames: string[] = [];
    for await (const frame of createInterface({ input: curl.stdout })) {
      if (frame.startsWith("event: ")) frames.push(frame);
      if (frames.length === 2) break;
    }
    curl.kill();
    expect(frames[0]).toBe("event: rt.hello");
    expect(frames[1]).toMatch(/^event: (?:order|message)\./);
  } finally {
    process.kill(-server.pid!, "SIGTERM");
    await once(server, "close");
  }
}
