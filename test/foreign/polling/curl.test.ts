/** curl, that knows nothing of us, polls as WIRE.md says. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { longPolling } from "../../../templates/runtime/long-polling/server.js";
import { polling } from "../../../templates/runtime/polling/server.js";
import { listening } from "../../support/listening.js";
import { contract } from "../../unit/runtime-server/contract.js";
import { served } from "../../unit/runtime-server/served.js";

const hasCurl = spawnSync("curl", ["--version"]).status === 0;
if (!hasCurl && process.env["CI"]) throw new Error("curl is missing");

const server = served({}, contract, [polling(), longPolling()]);
let base: string;
let stop: () => Promise<void>;
let requested = (): void => {};

beforeAll(async () => {
  const listens = await listening((request, response) => {
    server.requestListener(request, response);
    requested();
  });
  ({ stop } = listens);
  base = `http://127.0.0.1:${listens.port}/realtime`;
});
afterAll(async () => {
  await server.close({ graceMs: 0 });
  await stop();
});

/** The whole answer, its head first. */
async function curl(...args: string[]): Promise<string> {
  const child = spawn("curl", ["-sgi", "--max-time", "20", ...args]);
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  await once(child, "close");
  return text;
}

describe.skipIf(!hasCurl)("curl", () => {
  test("asks, goes on from the cursor, and is told that nothing is new", async () => {
    await server.channels["orders"]!({ customerId: "42" }).publish(
      "order.created",
      { id: "x", name: "Zoë\n" },
      { id: "A1" },
    );
    const url = `${base}/polling?subscribe=orders(customerId=42)&token=t`;
    const [head, body] = (await curl(`${url}&start=earliest`)).split(
      "\r\n\r\n",
    ) as [string, string];
    expect(head).toMatch(/^HTTP\/1.1 200 OK\r\n/);
    expect(body.replace(/"time":"[^"]+"/, '"time":"…"')).toBe(
      '{"cursor":"e1.1","hasMore":false,"protocol":1,"schema":"h1","recovered":false,' +
        '"channels":[{"channel":"orders","params":{"customerId":"42"},"ok":true,"cursor":"e1.0","recovered":false,"next":"e1.1"}],' +
        '"events":[{"type":"order.created","data":{"id":"x","name":"Zoë\\n"},' +
        '"meta":{"id":"A1","channel":"orders","params":{"customerId":"42"},"time":"…","cursor":"e1.1"}}]}',
    );
    const idle = await curl("-H", "last-event-id: e1.1", url);
    const tag = /\r\netag: (.*)\r\n/i.exec(idle)![1]!;
    await server.channels["lobby"]!().publish("tick", { n: 1 });
    const cursor = "last-event-id: e1.1";
    const again = await curl("-H", cursor, "-H", `if-none-match: ${tag}`, url);
    expect(again).toMatch(/^HTTP\/1.1 304 Not Modified\r\n/);
    expect(again).toMatch(/\r\nrt-cursor: e1\.2\r\n/);
    // Where a client can set no headers.
    const query = await curl(`${url}&last_event_id=e1.0`);
    expect(query).toContain('"id":"A1"');
  });

  test("waits for what comes", async () => {
    const asked = new Promise<void>((resolve) => (requested = resolve));
    const answer = curl(`${base}/long-polling?subscribe=board&token=t&wait=15`);
    await asked;
    while (server.runtime.connections === 0) {
      await new Promise(setImmediate);
    }
    await server.channels["board"]!().publish("tick", { n: 7 });
    expect(await answer).toContain('{"type":"tick","data":{"n":7},');
  });
});
