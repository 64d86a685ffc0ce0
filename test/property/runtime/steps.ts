/** What the property test publishes, who listens, and what happens to them. */
import * as fc from "fast-check";
import type { Instance } from "../../../templates/runtime/core/instance.js";
import type { Start } from "../../../templates/runtime/core/protocol.js";
import type { ContractSpec } from "../../../templates/runtime/core/spec.js";
import {
  anything,
  channel,
  contract,
  has,
} from "../../unit/runtime-server/contract.js";

const messages = {
  serverToClient: {
    tick: { check: has("n", "number") },
    state: { check: has("n", "number"), latestBy: "of" },
    wave: { check: has("n", "number"), ephemeral: true },
  },
} as const;
export const model: ContractSpec = {
  ...contract,
  channels: {
    few: channel("few", {
      ...messages,
      history: { maxEvents: 4, maxAgeMs: 86_400_000 },
    }),
    brief: channel("brief", {
      ...messages,
      history: { maxEvents: 99, maxAgeMs: 60_000 },
    }),
    long: channel("long", {
      ...messages,
      history: { maxEvents: 99, maxAgeMs: 1e9 },
    }),
    none: channel("none", { ...messages, history: "none" }),
    devices: channel("devices", {
      ...messages,
      params: { site: anything, device: anything },
      wildcard: true,
      history: { maxEvents: 3, maxAgeMs: 86_400_000 },
    }),
  },
};

const plain = (channelName: string): Instance => ({
  channel: channelName,
  params: {},
});
const devices = (params: Record<string, string>): Instance => ({
  channel: "devices",
  params,
});
const few = plain("few");
const brief = plain("brief");
export const long = plain("long");
const none = plain("none");
const everything = devices({});
const berlin = devices({ site: "berlin" });
const firsts = devices({ device: "1" });
const berlin1 = devices({ site: "berlin", device: "1" });
const berlin2 = devices({ site: "berlin", device: "2" });
const paris1 = devices({ site: "paris", device: "1" });

export const targets = [few, brief, long, none, berlin1, berlin2, paris1];
export const places = [
  few,
  brief,
  long,
  none,
  everything,
  berlin,
  firsts,
  berlin1,
];
export const clientsOf: readonly [places: readonly Instance[], start: Start][] =
  [
    [[few], "now"],
    [[long, few], "earliest"],
    [[long, everything], "now"],
    [[brief, none, berlin], { last: 2 }],
    [[everything, berlin, berlin1], "earliest"],
    [[berlin], { last: 10 }],
    // The same again, for readers of one group.
    [[long, few], "now"],
    [[berlin], "now"],
    [places, { last: 1 }],
  ];

/** Whether the next step waits for what follows from this one. */
const settled = fc.boolean();
const client = fc.nat(clientsOf.length - 1);
export const step = fc.oneof(
  {
    weight: 7,
    arbitrary: fc.record({
      do: fc.constant("publish" as const),
      to: fc.constantFrom(...targets),
      type: fc.constantFrom("tick", "tick", "state", "wave"),
      count: fc.integer({ min: 1, max: 7 }),
      settled: fc.constant(false),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom("subscribe" as const, "unsubscribe" as const),
      client,
      place: fc.constantFrom(...places),
      settled,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("connect" as const),
      client,
      settled,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("drop" as const), client }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("stall" as const),
      client,
      room: fc.nat(2),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("drain" as const), client }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("wait" as const),
      ms: fc.constantFrom(1_000, 16_000, 61_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("cut" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("flood" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restart" as const) }) },
);
