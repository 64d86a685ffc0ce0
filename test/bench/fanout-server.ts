/** Child of fanout.ts: one server of one kind, told what to do over IPC. */
import {
  createServer,
  type RequestListener,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { createChannel, createSession } from "better-sse";
import { memoryEngine } from "../../templates/runtime/engine/memory/memory-engine.js";
import { createNodeServer } from "../../templates/runtime/http/node.js";
import type { Runtime } from "../../templates/runtime/server/realtime.js";
import type { Check } from "../../templates/runtime/core/validation.js";
import { sse } from "../../templates/runtime/sse/server.js";
import type { Command, Reply } from "./fanout-protocol.js";

interface Kind {
  readonly listener: (req: never, res: never) => void;
  readonly publish: (event: object) => unknown;
}

/** What a generated validator of this event does, by hand. */
const check: Check = (value) => {
  const event = value as Record<string, unknown>;
  const data = event["data"] as Record<string, unknown>;
  return typeof event["id"] === "string" &&
    event["id"].length === 36 &&
    typeof event["type"] === "string" &&
    typeof event["seq"] === "number" &&
    typeof event["t"] === "number" &&
    typeof data["orderId"] === "string" &&
    typeof data["status"] === "string" &&
    typeof data["total"] === "number" &&
    typeof data["currency"] === "string"
    ? undefined
    : [{ path: [], code: "type", message: "bad" }];
};

function ours(): Kind {
  const { requestListener, channels } = createNodeServer<
    { id: string },
    Runtime<unknown>["channels"]
  >(
    {
      name: "bench",
      version: "1",
      hash: "h",
      channels: {
        feed: {
          name: "feed",
          address: "feed",
          params: {},
          history: { maxEvents: 1_000, maxAgeMs: 3_600_000 },
          serverToClient: { "order.created": { check } },
          clientToServer: {},
        },
      },
    },
    {
      authenticate: () => ({ identity: { id: "bench" } }),
      authorize: () => true,
      engine: memoryEngine(),
    },
    [sse()],
  );
  const feed = channels["feed"]!();
  return {
    listener: requestListener as Kind["listener"],
    publish: (event) => feed.publish("order.created", event),
  };
}

function raw(): Kind {
  const all = new Set<ServerResponse>();
  let id = 0;
  return {
    listener: ((_: unknown, res: ServerResponse) => {
      res.writeHead(200, {
        "content-type": "text/event-stream",
        "cache-control": "no-store",
      });
      res.write(":ok\n\n");
      all.add(res);
      res.on("close", () => all.delete(res));
    }) as Kind["listener"],
    publish: (event) => {
      const bytes = Buffer.from(
        `id: ${++id}\ndata: ${JSON.stringify(event)}\n\n`,
      );
      for (const res of all) res.write(bytes);
    },
  };
}

function betterSse(): Kind {
  const channel = createChannel();
  return {
    listener: (async (req: never, res: never) => {
      channel.register(await createSession(req, res));
    }) as Kind["listener"],
    publish: (event) => channel.broadcast(event, "event"),
  };
}

const kinds: Readonly<Record<string, () => Kind>> = {
  raw,
  "better-sse": betterSse,
  ours,
};
const kind = kinds[process.argv[2]!]!();
const server = createServer(kind.listener as RequestListener);
const send = (reply: Reply): void => void process.send!(reply);
const micros = (): number => Number(process.hrtime.bigint() / 1_000n);
let seq = 0;
let sent = 0;
let acked = 0;
let window = 0;

const event = (): object => ({
  id: "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
  type: "order.created",
  seq: ++seq,
  t: micros(),
  data: {
    orderId: "ord_1234567890",
    status: "paid",
    total: 1999,
    currency: "EUR",
    note: "xxxxxxxxxxxx",
  },
});

function pump(): void {
  while (sent < acked + window) {
    sent++;
    kind.publish(event());
  }
}

/** Wakes only to publish, so that an idle process costs nothing. */
function paced(rate: number, count: number): void {
  const begun = performance.now();
  let done = 0;
  const next = (): void => {
    done++;
    kind.publish(event());
    if (done === count) return send({ is: "paced" });
    const due = begun + (done * 1_000) / rate;
    setTimeout(next, Math.max(0, due - performance.now()));
  };
  next();
}

process.on("message", async (command: Command) => {
  switch (command.do) {
    case "publish":
      kind.publish(event());
      return;
    case "window":
      sent = acked = 0;
      window = command.size;
      return pump();
    case "ack":
      acked = command.count;
      return pump();
    case "paced":
      return paced(command.rate, command.count);
    case "stats": {
      for (let i = 0; command.gc && i < 4; i++) {
        globalThis.gc?.();
        await sleep(50);
      }
      const { user, system } = process.cpuUsage();
      const { rss, heapUsed, external } = process.memoryUsage();
      const heap = heapUsed + external;
      return send({ is: "stats", cpu: user + system, rss, heap });
    }
    default:
      return command satisfies never;
  }
});
process.on("disconnect", () => process.exit(0));
server.listen(0, "127.0.0.1", () =>
  send({ is: "ready", port: (server.address() as AddressInfo).port }),
);
