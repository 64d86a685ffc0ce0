import { afterEach, beforeEach, expect, test } from "vitest";
import {
  type PlayedSocket,
  PlayedWebSocketServer,
} from "../../support/played-websocket-server.js";
import {
  createWebSocketHarness,
  type WebSocketHarness,
} from "../../support/websocket-harness.js";
import {
  type DevicesClient,
  devicesContract,
} from "../../support/devices-contract.js";

let server: PlayedWebSocketServer;
let harness: WebSocketHarness<DevicesClient>;
let errors: unknown[];
const params = { site: "a", device: "1" };
const where = { channel: "devices", params, type: "reboot" };

beforeEach(async () => {
  server = await PlayedWebSocketServer.start();
  harness = createWebSocketHarness<DevicesClient>(
    server.url,
    {},
    devicesContract,
  );
  errors = harness.errors;
});

afterEach(async () => {
  await harness.client.close();
  await server.stop();
});

type Answer = (n: number) => number | Promise<number>;

/** Those handlers listen, and are asked. */
async function ask(...handlers: Answer[]): Promise<PlayedSocket> {
  const device = harness.client.channels.devices(params);
  for (const handler of handlers) device.on("reboot", handler);
  const socket = (await server.accept()).hello();
  await socket.subscribed("e.0");
  return socket.event("e.1", 1, { ...where, id: "one" });
}

test("what the handler returns is the answer", async () => {
  const socket = await ask(async (n) => n + 1);
  expect(await socket.frame()).toEqual({
    type: "rt.answer",
    data: { ...where, id: "one", ok: true, data: 2 },
  });
  socket.event("e.1", 1, { ...where, id: "one" }); // again: was answered
  socket.event("e.2", 2, { ...where, id: "two" });
  expect((await socket.frame()).data).toMatchObject({ id: "two", data: 3 });
});

test("of several handlers the first that returns something", async () => {
  const nothing = (() => undefined) as unknown as Answer;
  const socket = await ask(
    nothing,
    () => {
      throw new Error("secret");
    },
    () => 5,
    () => 6,
  );
  expect((await socket.frame()).data).toMatchObject({ ok: true, data: 5 });
  expect(errors).toHaveLength(1);
});

test("a handler that throws is an error without its words", async () => {
  const socket = await ask(() => {
    throw new Error("secret");
  });
  expect(await socket.frame()).toEqual({
    type: "rt.answer",
    data: {
      ...where,
      id: "one",
      ok: false,
      error: {
        code: "handler_failed",
        message: "handler_failed",
        kind: "realtime",
      },
    },
  });
  expect(errors).toEqual([new Error("secret")]);
});

test("an answer that does not fit is an error, and told here", async () => {
  const socket = await ask(() => "two" as unknown as number);
  expect((await socket.frame()).data).toMatchObject({
    ok: false,
    error: { code: "invalid_reply" },
  });
  while (!errors.length) await new Promise((resolve) => setImmediate(resolve));
  expect(errors).toMatchObject([{ code: "invalid_payload" }]);
});

test("where nobody returns anything, others may answer", async () => {
  const device = harness.client.channels.devices({ site: "a" });
  const events = device.events();
  const nothing = (() => undefined) as unknown as Answer;
  const socket = await ask(nothing);
  await events.next();
  await events.return?.();
  socket.event("e.2", 2, { ...where, type: "measured" });
  const reply = harness.client.channels.devices(params).send("set", 1);
  for (;;) {
    const frame = await socket.frame();
    expect(frame.type).not.toBe("rt.answer");
    if (frame.type !== "set") continue;
    socket.reply(frame, 1);
    break;
  }
  expect(await reply).toBe(1);
});
