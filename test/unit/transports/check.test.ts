import { expect, test } from "vitest";
import type { TransportId } from "../../../src/advice/choices.js";
import { formatDiagnostics } from "../../../src/diagnostics/format.js";
import { compile } from "../../../src/pipeline.js";
import { memoryReadHost } from "../../support/memory-read-host.js";

const native = `realtime: 1
name: a
version: "1"
channels:
  a:
    serverToClient:
      told: { payload: { type: string } }
      asked: { $ref: "messages.yaml#/asked" }
`;

const asyncapi = `asyncapi: 3.0.0
info: { title: a, version: "1" }
channels:
  a: { address: a, messages: { asked: { payload: { type: string } } } }
  b: { messages: { answered: { payload: { type: string } } } }
operations:
  ask: { action: send, channel: { $ref: "#/channels/a" }, reply: { channel: { $ref: "#/channels/b" } } }
`;

async function told(
  schema: string,
  ...outputs: readonly (readonly TransportId[])[]
): Promise<string> {
  const { diagnostics, result } = await compile({
    entry: "a.yaml",
    ledger: "realtime.lock",
    host: memoryReadHost({
      "a.yaml": schema,
      "messages.yaml":
        "asked:\n  payload: { type: string }\n  reply: { payload: { type: string } }\n",
    }),
    importEndings: outputs.map(() => ".js"),
    config: {
      schema: "a.yaml",
      outputs: outputs.map((transports, i) => ({
        dir: `out${i}`,
        side: "client",
        transports,
      })),
      engines: ["memory"],
      perspective: "server",
    },
  });
  const isRefused = diagnostics.some(({ severity }) => severity === "error");
  expect(result === undefined).toBe(isRefused);
  return formatDiagnostics(diagnostics);
}

test("a reply that no technique carries is told where the schema asks for it", async () => {
  expect(await told(native, ["sse"])).toMatchInlineSnapshot(`
    "messages.yaml:3:3 - error RT6001: "asked" asks clients for a reply, and Server-Sent Events cannot carry it back

      2 |   payload: { type: string }
    > 3 |   reply: { payload: { type: string } }
        |   ^^^^^

    hint: choose websocket as well: with --transport, or under "transports" in realtime.config.json
    "
  `);
  expect(await told(asyncapi, ["sse"], ["sse"])).toMatchInlineSnapshot(`
    "a.yaml:7:59 - error RT6001: "asked" asks clients for a reply, and Server-Sent Events cannot carry it back

      6 | operations:
    > 7 |   ask: { action: send, channel: { $ref: "#/channels/a" }, reply: { channel: { $ref: "#/channels/b" }…
        |                                                           ^^^^^

    hint: choose websocket as well: with --transport, or under "transports" in realtime.config.json
    "
  `);
});

test("one technique that carries it is enough, in whatever output", async () => {
  expect(await told(native, ["websocket"])).toBe("");
  expect(await told(native, ["sse", "websocket"])).toBe("");
  expect(await told(native, ["sse"], ["websocket"])).toBe("");
  expect(await told(asyncapi, ["websocket"])).toBe("");
});

test("what is not kept needs a technique whose clients are there to hear it", async () => {
  const schema = `realtime: 1
name: a
version: "1"
channels:
  a:
    serverToClient:
      kept: { payload: { type: string } }
      waved: { payload: { type: string }, ephemeral: true }
  b:
    history: none
    serverToClient:
      ticked: { payload: { type: string } }
  c:
    history: none
    clientToServer:
      asked: { payload: { type: string } }
`;
  expect(await told(schema, ["polling"])).toMatchInlineSnapshot(`
    "a.yaml:8:7 - warning RT6002: "waved" is ephemeral, and clients over HTTP polling hear only what is kept

      7 |       kept: { payload: { type: string } }
    > 8 |       waved: { payload: { type: string }, ephemeral: true }
        |       ^^^^^
      9 |   b:

    hint: choose sse or websocket or long-polling as well: with --transport, or under "transports" in realtime.config.json

    a.yaml:9:3 - warning RT6002: channel "b" keeps no history, and clients over HTTP polling hear only what is kept

       8 |       waved: { payload: { type: string }, ephemeral: true }
    >  9 |   b:
         |   ^
      10 |     history: none

    hint: choose sse or websocket or long-polling as well: with --transport, or under "transports" in realtime.config.json
    "
  `);
  expect(await told(schema, ["long-polling"])).toBe("");
  expect(await told(schema, ["polling"], ["sse"])).toBe("");
});
