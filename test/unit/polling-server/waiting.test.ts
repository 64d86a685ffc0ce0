/** Long polling: who is answered when, and with what. */
import { createServer as createHttpServer, get as httpGet } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { memoryEngine } from "../../../templates/runtime/engine/memory/memory-engine.js";
import { createNodeServer } from "../../../templates/runtime/http/node.js";
import {
  longPolling,
  type LongPollingServerOptions,
} from "../../../templates/runtime/long-polling/server.js";
import type { Runtime } from "../../../templates/runtime/server/realtime.js";
import type { ServerOptions } from "../../../templates/runtime/http/server.js";
import { deferred } from "../../support/deferred.js";
import { channel, contract, has } from "../runtime-server/contract.js";
import { handlers, type Me, settle } from "../runtime-server/harness.js";
import { type Answered, from, polled, subscription } from "./polled.js";

const ASK = "subscribe=lobby";

/** A poll under way: it can be asked whether it was answered. */
function waiting(poll: Promise<Answered>) {
  const state: { answer?: Answered } = {};
  const done = poll.then((answer) => (state.answer = answer));
  return Object.assign(state, { done });
}

function lobby(
  options: LongPollingServerOptions = {},
  more: Partial<ServerOptions<Me>> = {},
) {
  const all = polled(longPolling(options), more);
  return { ...all, wait: (query = ASK) => waiting(all.get(query)) };
}

test("what has happened is answered at once", async () => {
  const { get, tick } = lobby();
  await tick(1);
  const answer = await get(ASK, from("e1.0"));
  expect(answer.ns).toEqual([1]);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(answer.headers.get("etag")).toBeNull();
});

test("what happens while it waits is answered when the burst is over", async () => {
  const { wait, tick, clock, server } = lobby({ batchMs: 5 });
  const poll = wait();
  await settle();
  expect(server.runtime.connections).toBe(1);
  await clock.advance(20_000);
  expect(poll.answer).toBeUndefined();
  await tick(1);
  await clock.advance(4);
  await tick(2);
  expect(poll.answer).toBeUndefined();
  await clock.advance(1);
  const { ns, page } = await poll.done;
  expect(ns).toEqual([1, 2]);
  expect(page).toMatchObject({ cursor: "e1.2", hasMore: false });
  expect(server.runtime.connections).toBe(0);
});

test("nothing in time is an answer like any other, with a cursor that went on", async () => {
  const { wait, get, tick, clock } = lobby();
  const poll = wait();
  await settle();
  await tick(1, "board");
  await clock.advance(24_999);
  expect(poll.answer).toBeUndefined();
  await clock.advance(1);
  const { status, page } = await poll.done;
  expect(status).toBe(200);
  expect(page).toMatchObject({ cursor: "e1.1", hasMore: false, events: [] });
  expect(page.retryAfterMs).toBeUndefined();
  await tick(2);
  expect((await get(ASK, from(page.cursor))).ns).toEqual([2]);
});

test("what comes between subscribing and reading is not lost", async () => {
  const engine = memoryEngine({ epoch: "e1" });
  const held = deferred<void>();
  const { get, tick } = lobby(
    {},
    {
      engine: {
        ...engine,
        log: {
          ...engine.log,
          async floor(selection) {
            const found = await engine.log.floor(selection);
            await held.promise;
            return found;
          },
        },
      },
    },
  );
  await tick(1);
  const poll = waiting(get(ASK, from("e1.1")));
  await settle();
  await tick(2);
  held.resolve();
  expect((await poll.done).ns).toEqual([2]);
});

test("a burst beyond the limit is a full page, and there is more", async () => {
  const { wait, get, tick, clock } = lobby();
  const poll = wait(`${ASK}&limit=3`);
  await settle();
  await Promise.all([1, 2, 3, 4, 5].map((n) => tick(n)));
  await clock.advance(5);
  const { ns, page } = await poll.done;
  expect(ns).toEqual([1, 2, 3]);
  expect(page.hasMore).toBe(true);
  expect((await get(ASK, from(page.cursor))).ns).toEqual([4, 5]);
});

test("what nobody keeps reaches those who wait", async () => {
  const wave = { check: has("n", "number"), ephemeral: true } as const;
  const { get, server, clock } = polled(
    longPolling(),
    {},
    {
      ...contract,
      channels: { lobby: channel("lobby", { serverToClient: { wave } }) },
    },
  );
  const poll = waiting(get(ASK));
  await settle();
  await server.runtime.publish("lobby", {}, "wave", { n: 1 });
  await settle();
  await clock.advance(5);
  expect((await poll.done).ns).toEqual([1]);
});

describe("is answered before its time", () => {
  test("when the server shuts down: empty, and to come back elsewhere", async () => {
    const { wait, server, clock } = lobby();
    const polls = [wait(), wait(), wait()];
    await settle();
    const closed = server.close({ graceMs: 1_000 });
    await clock.advance(1_000);
    await closed;
    for (const { done } of polls) {
      const { status, headers, page } = await done;
      expect(status).toBe(200);
      expect(headers.get("connection")).toBe("close");
      expect(page).toMatchObject({
        cursor: "e1.0",
        events: [],
        retryAfterMs: 1_500,
      });
    }
  });

  test("when its token ends, or is revoked", async () => {
    const { wait, get, server, clock } = lobby(
      {},
      {
        authenticate: ({ token }) => ({
          identity: { id: token! },
          ...(token === "brief" && { expiresAt: clock.now() + 5_000 }),
        }),
      },
    );
    const poll = wait();
    const brief = waiting(get(ASK, { authorization: "Bearer brief" }));
    await settle();
    await clock.advance(6_000);
    expect((await brief.done).status).toBe(200);
    expect(poll.answer).toBeUndefined();
    await server.revoke(({ identity }) => identity.id === "me");
    const { status, page } = await poll.done;
    expect([status, page.events]).toEqual([200, []]);
  });

  test("when there is a gap", async () => {
    const history = { maxEvents: 1, maxAgeMs: 3_600_000 };
    const { get, tick } = polled(
      longPolling(),
      {},
      { ...contract, channels: { lobby: channel("lobby", { history }) } },
    );
    await tick(1);
    await tick(2);
    const { page } = await get(ASK, from("e1.0"));
    expect(page.events.map(({ type }) => type)).toEqual(["rt.gap", "tick"]);
  });
});

test("where one subscription is refused it waits for the others", async () => {
  const { post, tick, clock } = lobby(
    {},
    { authorize: ({ channel: name }) => name !== "board" },
  );
  const poll = waiting(
    post({ subscriptions: [subscription("board"), subscription("lobby")] }),
  );
  await settle();
  expect(poll.answer).toBeUndefined();
  await tick(1);
  await clock.advance(5);
  const { page } = await poll.done;
  expect(page.channels.map(({ ok }) => ok)).toEqual([false, true]);
});

test("waits as long as it is asked to, within bounds", async () => {
  const { get, post, wait, clock } = lobby();
  for (const bad of ["56", "-1", "x", ""]) {
    expect((await get(`${ASK}&wait=${bad}`)).status).toBe(400);
  }
  for (const bad of ["5", 55.1, -1, null]) {
    const body = { subscriptions: [subscription("lobby")], wait: bad };
    expect((await post(body)).status).toBe(400);
  }
  expect((await get(`${ASK}&wait=0`)).status).toBe(200);
  const poll = wait(`${ASK}&wait=1.5`);
  await settle();
  await clock.advance(1_499);
  expect(poll.answer).toBeUndefined();
  await clock.advance(1);
  expect((await poll.done).status).toBe(200);
});

test("beyond its share an identity polls, and is told to come back later", async () => {
  const { wait, get, tick, clock } = lobby({ maxWaitersPerIdentity: 2 });
  const held = [wait(), wait()];
  await settle();
  const over = await get(ASK);
  expect([over.status, over.page.retryAfterMs]).toEqual([200, 5_000]);
  const other = waiting(get(ASK, { authorization: "Bearer you" }));
  await settle();
  expect(other.answer).toBeUndefined();
  await tick(1);
  const told = await get(ASK, from("e1.0"));
  expect([told.ns, told.page.retryAfterMs]).toEqual([[1], undefined]);
  await clock.advance(5);
  for (const { done } of held) expect((await done).ns).toEqual([1]);
  const again = wait();
  await settle();
  expect(again.answer).toBeUndefined();
  await clock.advance(25_000);
  await again.done;
});

test("a client that goes frees its place, over node:http", async () => {
  const gone = deferred<void>();
  const node = createNodeServer<Me, Runtime<Me>["channels"]>(
    contract,
    {
      authenticate: () => ({ identity: { id: "me" } }),
      authorize: () => true,
      engine: memoryEngine({ epoch: "e1" }),
      handlers,
      snapshots: { board: () => ({ sum: 7 }) },
    },
    [longPolling({ maxWaitersPerIdentity: 1 })],
  );
  const http = createHttpServer((request, response) => {
    response.on("close", gone.resolve);
    node.requestListener(request, response);
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const { port } = http.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/realtime/long-polling?${ASK}`;
  const request = httpGet(url);
  request.on("error", () => {});
  await once(http, "request");
  await settle();
  expect(node.runtime.connections).toBe(1);
  request.destroy();
  await gone.promise;
  await settle();
  expect(node.runtime.connections).toBe(0);
  // Its place is free: the next one waits, and hears.
  const next = fetch(url).then((response) => response.json());
  await once(http, "request");
  await settle();
  await node.runtime.publish("lobby", {}, "tick", { n: 1 });
  expect(await next).toMatchObject({ events: [{ data: { n: 1 } }] });
  await node.close({ graceMs: 0 });
  http.closeAllConnections();
  http.close();
});
