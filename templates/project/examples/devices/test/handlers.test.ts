import assert from "node:assert/strict";
import { test } from "node:test";
import { developer } from "../src/development-authenticator.js";
import { handlers } from "../src/handlers/index.js";
import { options } from "../src/realtime.setup.js";
import {
  RealtimeError,
  createRealtime,
  memoryEngine,
} from "../src/realtime/server.js";
import { createInMemoryClient } from "../src/realtime/testing.js";
import { connectDevice } from "../src/simulated-device.js";

const pump = { site: "berlin", device: "pump-1" };

function start() {
  const engine = memoryEngine();
  const realtime = createRealtime({ ...options, engine, handlers });
  const identity = { id: pump.device, scopes: ["devices:report"] };
  const device = createInMemoryClient(realtime, { identity });
  const operator = createInMemoryClient(realtime, { identity: developer });
  return {
    device,
    operator,
    async stop() {
      await Promise.all([device.close(), operator.close()]);
      await realtime.close({ graceMs: 0 });
    },
  };
}

test("an operator hears all devices of a site", async () => {
  const { device, operator, stop } = start();
  const events = operator.channels.devices({ site: pump.site }).events();
  await operator.ready();

  const channel = connectDevice(device, pump);
  await channel.send("presence.announce", { status: "online" });
  const { value: presence } = await events.next();
  assert.equal(presence.type, "presence.changed");

  const at = new Date().toISOString();
  const measured = { metric: "pressure", value: 2.5, at } as const;
  await channel.send("telemetry.report", measured);
  const { value: telemetry } = await events.next();
  assert.equal(telemetry.meta.params.device, pump.device);
  assert.deepEqual(telemetry.data, measured);
  await stop();
});

test("a device answers when it is asked to reboot", async () => {
  const { device, operator, stop } = start();
  connectDevice(device, pump);
  await device.ready();

  const answer = await operator.channels
    .devices(pump)
    .send("reboot.request", { reason: "a test" });
  assert.equal(answer.accepted, true);
  await stop();
});

test("a device hears of no other", async () => {
  const { device, stop } = start();
  const site = device.channels.devices({ site: pump.site });
  const refused = new Promise<unknown>((resolve) => site.onError(resolve));
  site.on("telemetry.reported", () => assert.fail("heard of another"));
  const error = await refused;
  assert.ok(error instanceof RealtimeError && error.code === "forbidden");
  await stop();
});
