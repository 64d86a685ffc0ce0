/** curl, that knows nothing of us, sees to the byte what WIRE.md says. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listening } from "../../support/listening.js";
import { served } from "../../unit/runtime-server/served.js";

const hasCurl = spawnSync("curl", ["--version"]).status === 0;
if (!hasCurl && process.env["CI"]) throw new Error("curl is missing");

const server = served({ heartbeatMs: 100 });
let base: string;
let stop: () => Promise<void>;

beforeAll(async () => {
  const listens = await listening(server.requestListener);
  ({ stop } = listens);
  base = `http://127.0.0.1:${listens.port}/realtime`;
});
afterAll(async () => {
  await server.close({ graceMs: 0 });
  await stop();
});

/** Runs `curl -sN` until it has seen the mark. */
async function curl(mark: string, ...args: string[]): Promise<string> {
  const child = spawn("curl", ["-sN", "--max-time", "20", ...args]);
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
    if (text.includes(mark)) child.kill();
  });
  await once(child, "close");
  return text;
}

test.skipIf(!hasCurl)(
  "the stream of several channels, with history, snapshot and heartbeat",
  async () => {
    const time = expect.stringMatching(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
    );
    await server.channels["orders"]!({ customerId: "42" }).publish(
      "order.created",
      { id: "x", name: "Zoë\n" },
      { id: "A1" },
    );
    await server.channels["orders"]!({ customerId: "42" }).publish(
      "order.noted",
      null,
      { id: "A2", headers: { trace: "t" } },
    );
    const query =
      "subscribe=orders(customerId=42)&subscribe=board&start=earliest&snapshot=1&token=t";
    const text = await curl(
      'rt.heartbeat\ndata: {"cursor":"e1.2"}\n\n',
      "-g",
      `${base}/sse?${query}`,
    );
    const metas = [...text.matchAll(/^meta: (.*)$/gm)].map(([, meta]) =>
      JSON.parse(meta!),
    );
    const where = { channel: "orders", params: { customerId: "42" }, time };
    expect(metas).toEqual([
      { id: "A1", ...where },
      { id: "A2", ...where, headers: { trace: "t" } },
    ]);
    expect(text.replace(/^meta: .*$/gm, "meta: …")).toBe(
      [
        "retry: 1000",
        "id: e1.0",
        "event: rt.hello",
        'data: {"protocol":1,"schema":"h1","cursor":"e1.0","recovered":false,"heartbeatMs":100,"channels":[{"channel":"orders","params":{"customerId":"42"},"ok":true,"cursor":"e1.0","recovered":false},{"channel":"board","params":{},"ok":true,"cursor":"e1.0","recovered":false}]}',
        "",
        "id: e1.1",
        "event: order.created",
        "meta: …",
        'data: {"id":"x","name":"Zoë\\n"}',
        "",
        "id: e1.2",
        "event: order.noted",
        "meta: …",
        "data: null",
        "",
        "id: e1.2",
        "event: rt.snapshot",
        'data: {"channel":"board","params":{},"cursor":"e1.2","data":{"sum":7}}',
        "",
        "id: e1.2",
        "event: rt.heartbeat",
        'data: {"cursor":"e1.2"}',
        "",
        "",
      ].join("\n"),
    );
  },
);

test.skipIf(!hasCurl)(
  "a reconnect with Last-Event-ID: the header wins over the query",
  async () => {
    const text = await curl(
      "rt.gap",
      "-g",
      "-H",
      "last-event-id: old.7",
      `${base}/sse?subscribe=lobby&last_event_id=e1.0&token=t`,
    );
    expect(text).toContain(
      'event: rt.gap\ndata: {"channel":"lobby","params":{},"reason":"epoch","oldest":"e1.0"}\n\n',
    );
  },
);

test.skipIf(!hasCurl)(
  "one form for native readers of several channels",
  async () => {
    const text = await curl(
      "A1",
      "-g",
      `${base}/sse?subscribe=orders(customerId=42)&start=earliest&envelope=1&token=t`,
    );
    expect(text).toMatch(
      /\n\nid: e1\.1\ndata: \{"type":"order\.created","data":\{"id":"x","name":"Zoë\\n"\},"meta":\{"id":"A1",.*\}\}\n\n/,
    );
  },
);

test.skipIf(!hasCurl)("a message and its answer", async () => {
  const body =
    '{"id":"m1","channel":"orders","params":{"customerId":"42"},"type":"order.cancel","data":{"orderId":"x"}}';
  const text = await curl(
    "never",
    "-H",
    "authorization: Bearer t",
    "-H",
    "content-type: application/json",
    "-d",
    body,
    "-w",
    "%{http_code}",
    `${base}/messages`,
  );
  expect(text).toBe('{"id":"m1","ok":true,"data":{"cancelled":true}}200');
});
