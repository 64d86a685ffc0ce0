/** How connections end, and tokens before them. */
import { expect, test } from "vitest";
import { deferred } from "../../support/deferred.js";
import { TestClock } from "../runtime-server/harness.js";
import { wired } from "./wired.js";

test("a token that ends is warned of, renewed, and then ends all the same", async () => {
  const clock = new TestClock();
  const { open } = await wired({
    clock,
    authenticate: ({ token }) =>
      token === "bad"
        ? null
        : { identity: { id: "me" }, expiresAt: clock.now() + 100_000 },
  });
  const peer = await open();
  await peer.next("rt.hello");
  await clock.advance(51_000);
  const { inMs } = (await peer.next("rt.expiring")).data;
  expect(inMs).toBeGreaterThan(45_000);
  expect(inMs).toBeLessThanOrEqual(50_000);
  peer.send({ type: "rt.token", data: { token: "t2" } });
  await peer.next("rt.renewed");
  await clock.advance(70_000);
  await peer.next("rt.expiring");
  await clock.advance(60_000);
  expect((await peer.next("rt.close")).data).toEqual({ reason: "expired" });
  expect(await peer.closed).toEqual({ code: 4001, reason: "expired" });
});

test("a new token that is refused ends the connection; one that cannot be checked does not", async () => {
  const { open } = await wired({
    authenticate: ({ token }) => {
      if (token === "broken") throw new Error("db");
      return token === "bad" ? null : { identity: { id: token ?? "" } };
    },
  });
  const peer = await open();
  peer.send({ type: "rt.token", data: { token: "broken" } });
  expect((await peer.next("rt.error")).data.error.code).toBe("unavailable");
  peer.send({ type: "rt.token", data: { token: "bad" } });
  expect((await peer.next("rt.close")).data).toEqual({ reason: "expired" });
  expect((await peer.closed).code).toBe(4001);

  const other = await open();
  other.send({ type: "rt.token", data: { token: "somebody else" } });
  expect((await other.closed).code).toBe(4001);
});

test("a new token may be worth less: what it does not allow ends", async () => {
  let allowed = true;
  const { open } = await wired({
    authorize: ({ channel }) => allowed || channel === "board",
  });
  const peer = await open();
  await peer.subscribe("lobby", "board");
  allowed = false;
  peer.send({ type: "rt.token", data: { token: "t2" } });
  expect((await peer.next("rt.unsubscribed")).data).toMatchObject({
    channel: "lobby",
    error: { code: "forbidden" },
  });
  await peer.next("rt.renewed");
});

test("who is revoked is told so, and sent away for good", async () => {
  const { open, server } = await wired();
  const peer = await open();
  await peer.next("rt.hello");
  await server.revoke(({ transport }) => transport === "websocket");
  expect((await peer.next("rt.close")).data).toEqual({ reason: "revoked" });
  expect(await peer.closed).toEqual({ code: 4003, reason: "revoked" });
});

test("a server that closes sends all away, spread over its grace", async () => {
  const clock = new TestClock();
  const { open, server } = await wired({ clock });
  const peers = [await open(), await open()];
  for (const peer of peers) await peer.next("rt.hello");
  const chances = [0.1, 0.9, ...Array.from({ length: 8 }, () => 0.5)];
  (clock as { random: () => number }).random = () => chances.shift() ?? 0.5;
  const closing = server.close({ graceMs: 10_000 });
  await clock.advance(1_000);
  const { reason, retryAfterMs } = (await peers[0]!.next("rt.close")).data;
  expect(reason).toBe("drain");
  expect(retryAfterMs).toBeGreaterThan(0);
  expect((await peers[0]!.closed).code).toBe(1012);
  expect(peers[1]!.ws.readyState).toBe(peers[1]!.ws.OPEN);
  await clock.advance(9_000);
  expect((await peers[1]!.closed).code).toBe(1012);
  await closing;
});

test("a client that leaves is a disconnect", async () => {
  const gone = deferred<unknown>();
  const { open, server } = await wired({
    hooks: { onError() {}, onDisconnect: gone.resolve },
  });
  const peer = await open();
  await peer.subscribe("lobby");
  peer.ws.close(1000);
  expect(await gone.promise).toMatchObject({
    reason: "client",
    transport: "websocket",
    channels: [{ channel: "lobby" }],
  });
  expect((await peer.closed).code).toBe(1000);
  expect(server.runtime.connections).toBe(0);
});
