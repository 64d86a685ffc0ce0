/** The same client, as a bundle, in the runtimes that users have. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundle } from "../../support/bundle.js";
import {
  event,
  hello,
  PlayedServer,
  STREAM_HEADERS,
} from "../../support/played-sse-server.js";

const bin = (name: string): string =>
  fileURLToPath(new URL(`../../../node_modules/.bin/${name}`, import.meta.url));

let folder: string;
let script: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "clients-"));
  script = join(folder, "smoke.mjs");
  await writeFile(script, await bundle("test/foreign/clients/smoke.ts"));
});

afterAll(() => rm(folder, { recursive: true }));

test.each([
  ["node", process.execPath, [] as string[]],
  ["bun", bin("bun"), ["run"]],
  ["deno", bin("deno"), ["run", "--allow-net", "--no-prompt"]],
])("%s", async (_, command, args) => {
  const server = await PlayedServer.start();
  try {
    const run = execa(command, [...args, script, server.url], {
      timeout: 25_000,
      env: { DENO_DIR: folder, DENO_NO_UPDATE_CHECK: "1" },
    });

    const refused = await server.next();
    expect(refused.headers.authorization).toBe("Bearer secret");
    refused.response.writeHead(503).end();

    const cut = await server.next();
    cut.response.writeHead(200, STREAM_HEADERS);
    cut.response.write(
      hello(cut, "e.1") + event("e.2", 2) + event("e.3", 3).slice(0, 40),
    );
    // not before it was heard: the next connection must go on from there
    await new Promise((resolve) => setTimeout(resolve, 100));
    cut.socket.destroy();

    const resumed = await server.next();
    expect(resumed.body.subscriptions).toEqual([
      { channel: "ticks", params: {}, start: { cursor: "e.2" } },
    ]);
    resumed.response.writeHead(200, STREAM_HEADERS);
    resumed.response.write(hello(resumed, "e.2") + event("e.3", 3));
    await resumed.gone;

    const { body, response } = await server.next();
    expect(body).toMatchObject({ channel: "ticks", type: "reset", data: 5 });
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ id: body.id, ok: true, data: 6 }));

    const { stdout } = await run; // it ends by itself
    expect(JSON.parse(stdout)).toEqual({
      heard: [
        ["ticked", 2, "e.2"],
        ["ticked", 3, "e.3"],
      ],
      reply: 6,
      state: "closed",
    });
  } finally {
    await server.stop();
  }
});
