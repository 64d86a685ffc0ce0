/** A pump, over whatever client it is given: what runs on a real device is the same. */
import { setInterval } from "node:timers/promises";
import type { Client, DevicesParams } from "./realtime/client.js";

const EVERY_MS = 2_000;

/** Connects, and answers when it is asked to reboot. */
export function connectDevice(client: Client, params: DevicesParams) {
  const channel = client.channels.devices(params);
  let startedAt = Date.now();
  channel.on("device.reboot", async ({ reason }) => {
    const uptimeSeconds = Math.round((Date.now() - startedAt) / 1_000);
    console.log(`${params.device} reboots: ${reason}`);
    await channel.send("presence.announce", { status: "rebooting" });
    startedAt = Date.now();
    return { accepted: true, uptimeSeconds };
  });
  return channel;
}

/** Reports for ever. */
export async function runDevice(
  client: Client,
  params: DevicesParams,
): Promise<void> {
  const channel = connectDevice(client, params);
  for await (const _ of setInterval(EVERY_MS)) {
    await channel.send("presence.announce", { status: "online" });
    await channel.send("telemetry.report", {
      metric: "temperature",
      value: Math.round(600 + Math.random() * 50) / 10,
      at: new Date().toISOString(),
    });
  }
}
