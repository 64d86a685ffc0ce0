import { afterEach, expect, test } from "vitest";
import { createInMemoryClient } from "../../../templates/runtime/testing/in-memory.js";
import { memoryEngine } from "../../../templates/runtime/engine/memory/memory-engine.js";
import { createServer } from "../../../templates/runtime/http/server.js";
import { deferred } from "../../support/deferred.js";
import {
  DeviceError,
  type DevicesChannels,
  type DevicesClient,
  devicesContract,
} from "../../support/devices-contract.js";

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function start() {
  const made: number[] = [];
  const cancelled = deferred();
  const server = createServer<string, DevicesChannels>(
    devicesContract,
    {
      engine: memoryEngine(),
      authenticate: () => null, // nobody gets in by the front door
      authorize: () => true,
      handlers: {
        devices: {
          set: (n: number) => n,
          async *count(n: number, { signal }: { signal: AbortSignal }) {
            signal.addEventListener("abort", () => cancelled.resolve());
            for (let i = 1; i <= n; i++) {
              made.push(i);
              yield i;
            }
            if (n === 3) throw new DeviceError.Broken(n);
          },
        },
      },
    },
    [],
  );
  const client = createInMemoryClient<DevicesClient, string>(
    devicesContract,
    server,
    { identity: "ada" },
  );
  closing.push(
    () => server.close({ graceMs: 0 }),
    () => client.close(),
  );
  return { server, client, made, cancelled: cancelled.promise };
}

const params = { site: "a", device: "1" };

test("an answer in parts, made as they are asked for", async () => {
  const { client, made } = start();
  const got: number[] = [];
  for await (const part of client.channels
    .devices(params)
    .stream("count", 100)) {
    got.push(part);
    expect(made.length).toBeLessThanOrEqual(part + 1);
  }
  expect(got).toHaveLength(100);
});

test("a typed error after the parts", async () => {
  const { client } = start();
  const parts = client.channels.devices(params).stream("count", 3);
  for (let n = 1; n <= 3; n++) expect((await parts.next()).value).toBe(n);
  await expect(parts.next()).rejects.toBeInstanceOf(DeviceError.Broken);
});

test("leaving the loop reaches the handler's signal", async () => {
  const { client, made, cancelled } = start();
  for await (const part of client.channels
    .devices(params)
    .stream("count", 1e9)) {
    if (part === 2) break;
  }
  await cancelled;
  expect(made.length).toBeLessThanOrEqual(4);
});

test("a cut line interrupts it", async () => {
  const { client } = start();
  const parts = client.channels.devices(params).stream("count", 1e9);
  await parts.next();
  client.disconnect();
  const rest = (async () => {
    for await (const part of parts) expect(part).toBeGreaterThan(1);
  })();
  await expect(rest).rejects.toMatchObject({ code: "interrupted" });
});

test("open parameters hear every instance", async () => {
  const { client, server } = start();
  const events = client.channels.devices({ site: "a" }).events();
  await client.ready();
  const publish = (site: string, device: string, n: number) =>
    server.channels.devices({ site, device }).publish("measured", n);
  await publish("a", "1", 1);
  await publish("b", "1", 2);
  await publish("a", "2", 3);
  for (const [device, data] of [
    ["1", 1],
    ["2", 3],
  ])
    expect((await events.next()).value).toMatchObject({
      data,
      meta: { params: { site: "a", device } },
    });
});

test("what the client's handler returns is what the server asked for", async () => {
  const { client, server } = start();
  client.channels.devices(params).on("reboot", (n) => n + 1);
  await client.ready();
  const device = server.channels.devices(params);
  expect(await device.request("reboot", 1)).toBe(2);
});

test("a handler of the client's that throws is told without its words", async () => {
  const { client, server } = start();
  const device = client.channels.devices(params);
  device.onError(() => {});
  device.on("reboot", () => {
    throw new Error("secret");
  });
  await client.ready();
  await expect(
    server.channels.devices(params).request("reboot", 1),
  ).rejects.toMatchObject({ code: "handler_failed" });
});
