/**
 * `npm run demo`: what a user does, with the package of this checkout. With
 * `-- --once` it ends when the first events have arrived.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { curlCommand, wscatCommand } from "../project/commands.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const demo = join(root, "demo");
const shop = join(demo, "shop");
const isOnce = process.argv.includes("--once");

/** As from a shell: npm's settings of this run are not the demo's. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^npm_(?!config_registry)/.test(name),
  ),
);
const started: ChildProcess[] = [];

function say(text: string): void {
  console.log(`\n\u001b[1m${text}\u001b[0m`);
}

function start(cwd: string, words: readonly string[], more = {}): ChildProcess {
  const child = spawn("npm", words, {
    cwd,
    env: { ...env, ...more },
    stdio: ["ignore", "pipe", "inherit"],
    // A group of its own, so that what npm starts ends with it.
    detached: true,
  });
  started.push(child);
  return child;
}

async function step(cwd: string, words: readonly string[]): Promise<void> {
  const child = spawn("npm", words, { cwd, env, stdio: "inherit" });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`npm ${words.join(" ")} failed`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("port");
  return address.port;
}

/** Resolves at a line that holds the text; prints all of them. */
function shown(child: ChildProcess, name: string, text: string, times = 1) {
  return new Promise<void>((resolve, reject) => {
    let left = times;
    createInterface({ input: child.stdout! }).on("line", (line) => {
      console.log(`${name} | ${line}`);
      if (line.includes(text) && --left === 0) resolve();
    });
    child.once("exit", () => reject(new Error(`${name} ended`)));
  });
}

async function stop(): Promise<void> {
  const living = started.filter(({ exitCode }) => exitCode === null);
  const ends = living.map((child) => once(child, "exit"));
  for (const { pid } of living) process.kill(-pid!, "SIGTERM");
  await Promise.all(ends);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => void stop().then(() => process.exit(0)));
}

say("Packing this checkout, and scaffolding the shop from the package");
await rm(demo, { recursive: true, force: true });
await mkdir(demo, { recursive: true });
// A project of its own: npm would find the checkout above it otherwise.
await writeFile(join(demo, "package.json"), '{ "private": true }\n');
// The build has just run.
const pack = "pack --ignore-scripts --silent --pack-destination";
await step(root, [...pack.split(" "), demo]);
const tarball = (await readdir(demo)).find((name) => name.endsWith(".tgz"))!;
const scaffold =
  "create-realtime shop --example shop --transport sse,websocket --no-git";
await step(demo, [
  "exec",
  "--yes",
  `--package=./${tarball}`,
  "--",
  ...scaffold.split(" "),
  "--package-manager=npm",
]);

const port = await freePort();
const base = `http://localhost:${port}/realtime`;
say(`Starting its server on port ${port}, and a typed client over SSE`);
const server = start(shop, ["run", "--silent", "dev"], { PORT: String(port) });
await shown(server, "server", "listening on");
const sse = start(shop, ["run", "--silent", "client"], { REALTIME_URL: base });
await shown(sse, "sse", "order.", 2);

say(
  "The same program over WebSocket: it differs in an import and a constructor",
);
const websocket = start(shop, ["run", "--silent", "client:websocket"], {
  REALTIME_URL: base,
});
await shown(websocket, "websocket", "order.", 2);

const params = { customerId: "3f2b9c1e-8d4a-4f6b-9e2c-7a1d5b8c0e4f" };
const orders = { channel: "orders", params };
say("It works. In a second terminal, try");
console.log(`
  ${curlCommand("sse", orders, base)}

  ${wscatCommand(orders, base.replace("http", "ws")).replaceAll("\n", "\n  ")}

  and in ${shop}
    edit realtime.yaml, then      npm run generate
    see how little differs        diff src/client.ts src/client.websocket.ts
    look at its README, and run   npm test

Ctrl-C ends it.
`);
if (isOnce) {
  await stop();
} else {
  await once(server, "exit");
  await stop();
}
