import { afterEach, expect, test } from "vitest";
import { createInMemoryClient } from "../../../templates/runtime/testing/in-memory.js";
import { memoryEngine } from "../../../templates/runtime/engine/memory/memory-engine.js";
import type { AuthorizeRequest } from "../../../templates/runtime/server/options.js";
import { createServer } from "../../../templates/runtime/http/server.js";
import {
  TickError,
  type TicksChannels,
  type TicksClient,
  ticksContract,
} from "../../support/ticks-contract.js";

interface User {
  id: string;
  rooms: string[];
}
type Asked = AuthorizeRequest<User>;
const ada: User = { id: "ada", rooms: ["a"] };
const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function start(identity = ada) {
  let resets = 0;
  const server = createServer<User, TicksChannels>(
    ticksContract,
    {
      engine: memoryEngine(),
      authenticate: () => null, // nobody gets in by the front door
      authorize: ({ channel, params, identity: { rooms } }: Asked) =>
        channel !== "rooms" || rooms.includes(params["room"] ?? ""),
      handlers: {
        ticks: {
          reset: async (n: number) => {
            resets++;
            if (n < 0) throw new TickError.TooLate(n);
            return n + 1;
          },
          poke: () => {},
        },
      },
      snapshots: { rooms: () => 42 },
    },
    [],
  );
  const client = createInMemoryClient<TicksClient, User>(
    ticksContract,
    server,
    { identity },
  );
  closing.push(
    () => server.close({ graceMs: 0 }),
    () => client.close(),
  );
  const publish = (n: number) => server.channels.ticks().publish("ticked", n);
  return { server, client, publish, resets: () => resets };
}

test("events, in order, through the real server", async () => {
  const { client, publish } = start();
  const events = client.channels.ticks().events();
  await client.ready();
  for (const n of [1, 2, 3]) await publish(n);
  for (const n of [1, 2, 3])
    expect((await events.next()).value).toMatchObject({
      type: "ticked",
      data: n,
      meta: { channel: "ticks", params: {} },
    });
});

test("the real authorize refuses", async () => {
  const { client } = start();
  client.channels.ticks().on("ticked", () => {});
  const refused = client.channels.rooms({ room: "b", floor: "1" }).events();
  await expect(refused.next()).rejects.toMatchObject({ code: "forbidden" });
  await client.ready();
  expect(client.state).toBe("open");
});

test("refused altogether, ready says why", async () => {
  const { client } = start();
  const room = client.channels.rooms({ room: "b", floor: "1" });
  const errors: unknown[] = [];
  room.onError((error) => errors.push(error));
  room.on("ticked", () => {});
  await expect(client.ready()).rejects.toMatchObject({ code: "forbidden" });
  expect(errors).toHaveLength(1);
});

test("messages reach the handlers, and typed errors come back", async () => {
  const { client } = start();
  const ticks = client.channels.ticks();
  expect(await ticks.send("reset", 1)).toBe(2);
  await expect(ticks.send("reset", -1)).rejects.toBeInstanceOf(
    TickError.TooLate,
  );
  expect(await ticks.send("poke", { any: "thing" })).toBeUndefined();
});

test("what was published while disconnected comes after, once", async () => {
  const { client, publish } = start();
  const events = client.channels.ticks().events();
  await client.ready();
  await publish(1);
  await events.next();
  client.disconnect();
  client.disconnect();
  await publish(2);
  await publish(3);
  await client.reconnect();
  await publish(4);
  for (const n of [2, 3, 4]) expect((await events.next()).value?.data).toBe(n);
});

test("a message whose answer was lost is answered after, and handled once", async () => {
  const { client, resets } = start();
  const reply = client.channels.ticks().send("reset", 1);
  client.disconnect();
  await client.reconnect();
  expect(await reply).toBe(2);
  expect(resets()).toBe(1);
});

test("expired history is told as a gap, with the snapshot", async () => {
  const { client } = start();
  const seen: unknown[] = [];
  const room = client.channels.rooms({ room: "a", floor: "1" });
  room.onSnapshot((state) => void seen.push(state));
  const gap = new Promise((resolve) => room.onGap(resolve));
  const joined = new Promise((resolve) => room.onSnapshot(resolve));
  room.on("ticked", () => {});
  await joined;
  expect(seen).toEqual([42]);
  client.disconnect();
  client.expireHistory();
  await client.reconnect();
  expect(await gap).toMatchObject({ reason: "epoch", snapshot: 42 });
});

test("ready with nothing to wait for, and after close", async () => {
  const { client } = start();
  await client.ready();
  client.channels.ticks().on("ticked", () => {});
  await client.ready();
  await client.ready();
  await client.close();
  await expect(client.ready()).rejects.toMatchObject({ code: "closed" });
});
