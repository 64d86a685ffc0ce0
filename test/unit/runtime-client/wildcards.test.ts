import { expect, test } from "vitest";
import { createHarnessOf } from "../../support/client-harness.js";
import {
  type DevicesClient,
  devicesContract,
} from "../../support/devices-contract.js";
import { settle } from "../../support/fake-clock.js";

const start = () => createHarnessOf<DevicesClient>(devicesContract);
const measured = (site: string, device: string) => ({
  type: "measured",
  channel: "devices",
  params: { site, device },
});

test("open parameters are left out of what is asked for", async () => {
  const { client, transport } = start();
  const { devices } = client.channels;
  devices().on("measured", () => {});
  devices({ site: "a" }).on("measured", () => {});
  // as one calls it who has no exactOptionalPropertyTypes
  const loose: object = { device: undefined, site: "a" };
  devices(loose).on("measured", () => {});
  await settle();
  expect(transport.last.attempt.subscriptions).toEqual([
    { channel: "devices", params: {}, start: "now" },
    { channel: "devices", params: { site: "a" }, start: "now" },
  ]);
});

test("an event goes to every subscription whose parameters it has", async () => {
  const { client, transport } = start();
  const { devices } = client.channels;
  const seen: [string, number, object][] = [];
  const add = (name: string, params: object): void =>
    void devices(params).on("measured", (n, { params }) =>
      seen.push([name, n, params]),
    );
  add("all", {});
  add("site a", { site: "a" });
  add("device 1", { device: "1" });
  add("a 1", { site: "a", device: "1" });
  await settle();
  transport.last
    .hello("e.0")
    .event("e.1", 1, measured("a", "1"))
    .event("e.2", 2, measured("a", "2"))
    .event("e.3", 3, measured("b", "3"))
    .event("e.4", 4, { ...measured("a", "1"), channel: "others" });
  await settle();
  expect(seen.map(([name, n]) => `${name}: ${n}`).sort()).toEqual([
    "a 1: 1",
    "all: 1",
    "all: 2",
    "all: 3",
    "device 1: 1",
    "site a: 1",
    "site a: 2",
  ]);
  expect(seen.at(-1)?.[2]).toEqual({ site: "b", device: "3" });
});

test("hello, gaps and refusals are of the subscription's own parameters", async () => {
  const { client, transport, clock } = start();
  const { devices } = client.channels;
  const gaps: unknown[] = [];
  const site = devices({ site: "a" });
  site.onGap((gap) => gaps.push(gap));
  site.on("measured", () => {});
  devices({ site: "a", device: "1" }).on("measured", () => {});
  await settle();
  transport.last.hello("e.0").receiver.gap({
    channel: "devices",
    params: { site: "a" },
    reason: "retention",
    oldest: "e.5",
  });
  await settle();
  expect(gaps).toEqual([{ reason: "retention", oldest: "e.5" }]);
  transport.last.end();
  await clock.advance(500);
  expect(
    transport.last.attempt.subscriptions.map(({ start }) => start),
  ).toEqual([{ cursor: "e.5" }, { cursor: "e.0" }]);
  const lost = devices({ site: "a" }).events();
  transport.last.receiver.unsubscribed({
    channel: "devices",
    params: { site: "a" },
    error: { code: "forbidden", message: "no", kind: "realtime" },
  });
  await expect(lost.next()).rejects.toMatchObject({ code: "forbidden" });
});

test("one id in two instances is two events", async () => {
  const { client, transport } = start();
  const seen: number[] = [];
  client.channels.devices().on("measured", (n) => void seen.push(n));
  await settle();
  transport.last
    .hello("e.0")
    .event("e.1", 1, { ...measured("a", "1"), id: "x" })
    .event("e.2", 2, { ...measured("a", "2"), id: "x" })
    .event("e.2", 3, { ...measured("a", "2"), id: "x" });
  await settle();
  expect(seen).toEqual([1, 2]);
});
