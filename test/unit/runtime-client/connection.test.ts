import { expect, test } from "vitest";
import { RemoteError } from "../../../templates/runtime/core/errors.js";
import { createHarness } from "../../support/client-harness.js";
import { settle } from "../../support/fake-clock.js";

const stop = (code: string): RemoteError =>
  new RemoteError({ code, message: code }, "stop");
const revoked = new RemoteError({ code: "close_4003" }, "authenticate");
const unauthenticated = (): RemoteError =>
  new RemoteError({ code: "unauthenticated", message: "who?" });

async function opened(
  ...options: Parameters<typeof createHarness>
): Promise<ReturnType<typeof createHarness>> {
  const harness = createHarness(...options);
  harness.client.channels.ticks().on("ticked", () => {});
  await settle();
  return harness;
}

test("waits with full jitter, doubled up to the cap, for ever", async () => {
  const { transport, clock } = await opened();
  const waits = [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000];
  for (const [failures, ms] of waits.entries()) {
    transport.last.fail(new TypeError("fetch failed"));
    await clock.advance(ms - 1);
    expect(transport.connections).toHaveLength(failures + 1);
    await clock.advance(1);
    expect(transport.connections).toHaveLength(failures + 2);
  }
  clock.chance = 0;
  transport.last.fail(new TypeError("fetch failed"));
  await clock.advance(0);
  expect(transport.connections).toHaveLength(waits.length + 2);
});

test("backoff begins anew after a stable connection only", async () => {
  const { transport, clock } = await opened();
  for (const ms of [500, 1000, 2000]) {
    transport.last.hello("e.1").end(); // opens, and dies at once
    await clock.advance(ms);
  }
  transport.last.hello("e.1");
  await clock.advance(9_999);
  transport.last.end();
  await clock.advance(3_999);
  expect(transport.connections).toHaveLength(4);
  await clock.advance(1);
  expect(transport.connections).toHaveLength(5);
  transport.last.hello("e.1");
  await clock.advance(10_000);
  transport.last.end();
  await clock.advance(500);
  expect(transport.connections).toHaveLength(6);
});

test("tells its states, and why", async () => {
  const { client, transport, clock, states } = await opened();
  const failed = new TypeError("fetch failed");
  transport.last.fail(failed);
  await clock.advance(500);
  transport.last.hello("e.1").end();
  await clock.advance(1000);
  transport.last.fail(failed);
  await clock.advance(2000);
  transport.last.hello("e.1");
  await client.close();
  expect(states).toEqual([
    ["connecting", undefined],
    ["connecting", failed],
    ["open", undefined],
    ["recovering", undefined],
    ["recovering", failed],
    ["open", undefined],
    ["closed", undefined],
  ]);
});

test("the server's hints are a floor to the jitter", async () => {
  const { transport, clock } = await opened();
  transport.last.hello("e.1").receiver.retry(5000);
  transport.last.end();
  await clock.advance(5499);
  expect(transport.connections).toHaveLength(1);
  await clock.advance(1);
  expect(transport.connections).toHaveLength(2);
  transport.last.fail(
    new RemoteError({ code: "too_many", message: "", retryAfterMs: 60_000 }),
  );
  await clock.advance(60_999);
  expect(transport.connections).toHaveLength(2);
  await clock.advance(1);
  expect(transport.connections).toHaveLength(3);
});

test("a token is asked for anew for each attempt", async () => {
  let asked = 0;
  const { transport, clock } = await opened({
    token: async () => `token ${++asked}`,
  });
  transport.last.hello("e.1").end();
  await clock.advance(500);
  expect(transport.connections.map(({ attempt }) => attempt.token)).toEqual([
    "token 1",
    "token 2",
  ]);
});

test("a token that throws or hangs is a failed attempt", async () => {
  const tokens = [
    () => Promise.reject(new Error("identity provider is down")),
    () => new Promise<string>(() => {}),
    () => "third",
  ];
  const { transport, clock, states } = await opened({
    token: () => tokens.shift()?.(),
    connectTimeoutMs: 3000,
  });
  expect(transport.connections).toHaveLength(0);
  await clock.advance(500);
  await clock.advance(2999);
  expect(states).toHaveLength(2);
  await clock.advance(1);
  expect(states.at(-1)).toEqual([
    "connecting",
    expect.objectContaining({ code: "silent" }),
  ]);
  await clock.advance(1000);
  expect(transport.last.attempt.token).toBe("third");
});

test("an unauthenticated client asks for one more token, then stops", async () => {
  let asked = 0;
  const { client, transport, clock, states, errors } = await opened({
    token: () => `token ${++asked}`,
  });
  transport.last.fail(unauthenticated());
  await settle(); // at once
  expect(transport.last.attempt.token).toBe("token 2");
  transport.last.hello("e.1"); // the second token was good
  transport.last.end();
  await clock.advance(500);
  transport.last.fail(unauthenticated());
  await settle();
  expect(asked).toBe(4);
  transport.last.fail(unauthenticated());
  await clock.advance(100_000);
  expect(asked).toBe(4);
  expect(states.at(-1)).toEqual([
    "closed",
    expect.objectContaining({ code: "unauthenticated" }),
  ]);
  expect(errors).toMatchObject([{ code: "unauthenticated" }]);
  expect(client.state).toBe("closed");
  expect(clock.pending).toBe(0);
});

test("a token that is good for no more than opening is not good", async () => {
  let asked = 0;
  const { client, transport, clock } = await opened({
    token: () => `${++asked}`,
  });
  await clock.advance(0);
  transport.last.hello("e.1").fail(revoked);
  await settle();
  transport.last.hello("e.1");
  await clock.advance(10_000); // was stable: another chance
  transport.last.fail(revoked);
  await settle();
  transport.last.hello("e.1").fail(revoked);
  await settle();
  expect([asked, client.state]).toEqual([3, "closed"]);
});

test("a token that cannot change is not tried twice", async () => {
  const { client, transport } = await opened({ token: "fixed" });
  transport.last.fail(unauthenticated());
  await settle();
  expect(transport.connections).toHaveLength(1);
  expect(client.state).toBe("closed");
});

test("what cannot be mended stops, until somebody subscribes anew", async () => {
  const { client, transport, clock, errors } = await opened();
  const lost = client.channels.ticks().events();
  transport.last.fail(stop("unknown_channel"));
  await expect(lost.next()).rejects.toMatchObject({ code: "unknown_channel" });
  await clock.advance(100_000);
  expect(transport.connections).toHaveLength(1);
  expect(client.state).toBe("closed");
  expect(errors).toMatchObject([{ code: "unknown_channel" }]);

  client.channels.rooms({ room: "a", floor: "1" }).on("ticked", () => {});
  await settle();
  expect(Object.keys(transport.last.starts)).toEqual(["rooms"]);
  client.channels.ticks().on("ticked", () => {});
  await settle();
  expect(Object.keys(transport.last.starts)).toEqual(["ticks", "rooms"]);
});

test("a refused subscription is told, and not asked for again", async () => {
  const { client, transport, clock, states } = await opened();
  const errors: unknown[] = [];
  const room = client.channels.rooms({ room: "a", floor: "1" });
  room.onError((error) => errors.push(error));
  const leave = room.on("ticked", () => {});
  await settle();
  transport.last.hello("e.1", { refuse: { rooms: "forbidden" } });
  expect(errors).toMatchObject([{ code: "forbidden" }]);
  await settle();
  client.channels.ticks().on("traced", () => {});
  await settle();
  expect(transport.connections).toHaveLength(2); // no reopening for that
  expect(states.at(-1)).toEqual(["open", undefined]);
  transport.last.end();
  await clock.advance(500);
  expect(Object.keys(transport.last.starts)).toEqual(["ticks"]);
  transport.last.hello("e.1");

  leave();
  await settle();
  room.on("ticked", () => {});
  await settle();
  expect(Object.keys(transport.last.starts)).toEqual(["ticks", "rooms"]);
  transport.last.hello("e.1", { refuse: { rooms: "forbidden" } });
  expect(errors).toHaveLength(2);
});

test("silence for 2.5 heartbeats ends the connection", async () => {
  const { transport, clock, states } = await opened();
  transport.last.hello("e.1", { heartbeatMs: 1000 });
  await clock.advance(2400);
  transport.last.receiver.alive();
  await clock.advance(2499);
  expect(transport.last.aborted).toBe(false);
  await clock.advance(1);
  expect(transport.last.aborted).toBe(true);
  expect(states.at(-1)).toEqual([
    "recovering",
    expect.objectContaining({ code: "silent" }),
  ]);
});

test("no silence while the client itself does not read", async () => {
  const { client, transport, clock } = createHarness({ maxInFlight: 1 });
  let finish: (() => void) | undefined;
  client.channels
    .ticks()
    .on("ticked", () => new Promise<void>((done) => (finish = done)));
  await settle();
  const connection = transport.last;
  connection.hello("e.0", { heartbeatMs: 1000 }).event("e.1", 1);
  void connection.receiver.ready();
  await clock.advance(60_000);
  expect(connection.aborted).toBe(false);
  finish?.();
  await settle();
  await clock.advance(2499);
  expect(connection.aborted).toBe(false);
  await clock.advance(1);
  expect(connection.aborted).toBe(true);
});

test("a server without a hello is given up after the connect timeout", async () => {
  const { transport, clock } = await opened({ connectTimeoutMs: 4000 });
  await clock.advance(4000);
  expect(transport.last.aborted).toBe(true);
  await clock.advance(500);
  expect(transport.connections).toHaveLength(2);
});

test("a transport that ignores its signal does not hold the client", async () => {
  const { client, transport, clock } = await opened();
  transport.last.hello("e.1", { heartbeatMs: 1000 }); // and never settles
  await clock.advance(3000);
  expect(transport.connections).toHaveLength(2);
  await client.close();
  expect(clock.pending).toBe(0);
});

test("another protocol version stops", async () => {
  const { client, transport } = await opened();
  transport.last.receiver.hello({
    protocol: 2,
    schema: "",
    cursor: "e.1",
    recovered: false,
    heartbeatMs: 1000,
    channels: [],
  });
  await settle();
  expect(client.state).toBe("closed");
});

test("a change while waiting joins the next attempt; nothing wanted ends the wait", async () => {
  const { client, transport, clock } = await opened();
  transport.last.fail(new TypeError("fetch failed"));
  await settle();
  const stop = client.channels
    .rooms({ room: "a", floor: "1" })
    .on("ticked", () => {});
  await settle();
  expect(transport.connections).toHaveLength(1);
  await clock.advance(500);
  expect(Object.keys(transport.last.starts)).toEqual(["ticks", "rooms"]);
  transport.last.fail(new TypeError("fetch failed"));
  stop();
  await settle();
  await client.close();
  expect(clock.pending).toBe(0);
});

test("the last one leaving while it waits ends the wait", async () => {
  const { client, transport, clock } = createHarness();
  const stop = client.channels.ticks().on("ticked", () => {});
  await settle();
  transport.last.fail(new TypeError("fetch failed"));
  await settle();
  stop();
  await settle();
  expect(client.state).toBe("idle");
  expect(clock.pending).toBe(0);
});

test("close is idempotent, and nothing is possible after it", async () => {
  const { client, transport, clock } = await opened();
  transport.last.hello("e.1");
  await Promise.all([client.close(), client.close()]);
  expect(transport.last.aborted).toBe(true);
  const ticks = client.channels.ticks();
  expect(() => ticks.on("ticked", () => {})).toThrow("closed");
  expect(() => ticks.events()).toThrow("closed");
  await expect(ticks.send("reset", 1)).rejects.toMatchObject({
    code: "closed",
  });
  transport.last.event("e.2", 2);
  await clock.advance(100_000);
  expect(transport.connections).toHaveLength(1);
  expect(client.state).toBe("closed");
});

test("a client closed by a handler hears no more of the same chunk", async () => {
  const { client, transport } = createHarness();
  const seen: number[] = [];
  client.channels.ticks().on("ticked", (n) => {
    seen.push(n);
    return client.close();
  });
  await settle();
  transport.last.hello("e.0").event("e.1", 1).event("e.2", 2);
  await settle();
  transport.last.event("e.3", 3);
  await settle();
  expect(seen).toEqual([1]);
});

test("a thousand reconnects leave nothing behind", async () => {
  const { client, transport, clock } = await opened();
  clock.chance = 0;
  for (let i = 0; i < 1000; i++) {
    transport.last.hello("e.1").event(`e.${i}`, i);
    if (i % 2) transport.last.end();
    else transport.last.fail(new TypeError("terminated"));
    await clock.advance(0);
  }
  expect(transport.connections).toHaveLength(1001);
  expect(clock.pending).toBe(1); // the connect timeout
  expect(
    transport.connections.slice(0, -1).every(({ aborted }) => aborted),
  ).toBe(true);
  await client.close();
  expect(clock.pending).toBe(0);
});

test("the browser's network events end and begin connections", async () => {
  const events = new EventTarget();
  const before = Object.getOwnPropertyDescriptor(
    globalThis,
    "addEventListener",
  );
  globalThis.addEventListener = events.addEventListener.bind(
    events,
  ) as typeof globalThis.addEventListener;
  try {
    const { client, transport, clock } = await opened();
    transport.last.hello("e.1");
    events.dispatchEvent(new Event("offline"));
    await settle();
    expect(transport.last.aborted).toBe(true);
    expect(client.state).toBe("recovering");
    events.dispatchEvent(new Event("online"));
    await settle();
    expect(transport.connections).toHaveLength(2);
    await client.close();
    events.dispatchEvent(new Event("online"));
    await clock.advance(1000);
    expect(transport.connections).toHaveLength(2);
  } finally {
    if (before) Object.defineProperty(globalThis, "addEventListener", before);
    else Reflect.deleteProperty(globalThis, "addEventListener");
  }
});

test("closing while it waits ends the wait", async () => {
  const { client, transport, clock } = await opened();
  transport.last.fail(new TypeError("fetch failed"));
  await settle();
  expect(clock.pending).toBe(1);
  await client.close();
  await settle();
  expect(clock.pending).toBe(0);
});

test.each(["open", "waiting"])(
  "closing ends a connection of which all was refused: %s",
  async (phase) => {
    const { client, transport, clock } = await opened();
    transport.last.hello("e.1", { refuse: { ticks: "forbidden" } });
    if (phase === "waiting") transport.last.end();
    await settle();
    await client.close();
    await settle();
    expect(transport.last.aborted).toBe(true);
    expect(clock.pending).toBe(0);
    expect(transport.connections).toHaveLength(1);
    expect(client.state).toBe("closed");
  },
);
