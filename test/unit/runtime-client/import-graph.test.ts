import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, test } from "vitest";

const runtime = fileURLToPath(
  new URL("../../../templates/runtime", import.meta.url),
);

/** What a browser gets beside `client/`, with these entries. */
async function modulesOf(...entries: string[]): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: ["client/client.ts", ...entries],
    absWorkingDir: runtime,
    bundle: true,
    write: false,
    metafile: true,
    outdir: "out",
    format: "esm",
    platform: "browser", // an import of node: fails
  });
  return Object.keys(metafile.inputs)
    .filter((path) => !path.startsWith("client/"))
    .sort();
}

const CORE = ["core/clock.ts", "core/errors.ts", "core/protocol.ts"];
const features = ["send", "stream", "answers"].map(
  (name) => `client/${name}.ts`,
);

test("a browser gets client modules only, and nothing from node:", async () => {
  expect(await modulesOf("sse/client.ts", ...features)).toEqual([
    ...CORE,
    "sse/client.ts",
  ]);
});

test("of polling and long polling, too", async () => {
  const entries = ["polling/client.ts", "long-polling/client.ts"];
  expect(await modulesOf(...entries, ...features)).toEqual([
    ...CORE.slice(0, 2),
    "core/instance.ts",
    "core/protocol.ts",
    "long-polling/client.ts",
    "polling/ask.ts",
    "polling/client.ts",
    "polling/interval.ts",
    "polling/polls.ts",
    "polling/protocol.ts",
  ]);
});

test("nor anything of the server half of WebSocket, nor `ws`", async () => {
  const entries = ["websocket/client.ts", "websocket/fetch-ticket.ts"];
  expect(await modulesOf(...entries, ...features)).toEqual([
    ...CORE,
    "websocket/client.ts",
    "websocket/exchanges.ts",
    "websocket/fetch-ticket.ts",
    "websocket/protocol.ts",
    "websocket/socket.ts",
  ]);
});

test("the core has nothing of what only some contracts need", async () => {
  const { metafile } = await build({
    entryPoints: ["client/client.ts"],
    absWorkingDir: runtime,
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
  });
  const inputs = Object.keys(metafile.inputs);
  expect(inputs.filter((path) => features.includes(path))).toEqual([]);
});
