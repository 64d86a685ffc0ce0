/** A contract by hand with open parameters, answers in parts, and messages that ask clients. */
import type {
  ChannelClient,
  ChannelListener,
  RealtimeClient,
  Requester,
} from "../../templates/runtime/core/channel-types.js";
import { applicationError } from "../../templates/runtime/core/errors.js";
import type { ContractSpec } from "../../templates/runtime/core/spec.js";
import type { Check } from "../../templates/runtime/core/validation.js";

const integer: Check = (value) =>
  Number.isInteger(value)
    ? undefined
    : [{ path: ["n"], code: "type", message: "must be an integer" }];

const anything: Check = () => undefined;

export const DeviceError = {
  Broken: applicationError<"broken", number>("broken"),
};

export const devicesContract: ContractSpec = {
  name: "devices",
  version: "1.0.0",
  hash: "hash",
  channels: {
    devices: {
      name: "devices",
      address: "sites/{site}/devices/{device}",
      params: { site: anything, device: anything },
      wildcard: true,
      history: { maxEvents: 100, maxAgeMs: 60_000 },
      serverToClient: {
        measured: { check: integer },
        reboot: { check: integer, reply: integer },
      },
      clientToServer: {
        count: {
          check: integer,
          reply: integer,
          stream: true,
          errors: { broken: { check: integer, error: DeviceError.Broken } },
        },
        set: { check: integer, reply: integer },
      },
    },
  },
};

interface Devices {
  name: "devices";
  params: { site: string; device: string };
  events: { measured: number; reboot: number };
  commands: { set: { data: number; reply: number } };
  streams: { count: { data: number; part: number } };
  replies: { reboot: number };
  headers: Record<never, never>;
  snapshot: never;
}

export interface DevicesChannels {
  devices(params: Devices["params"]): Requester<Devices>;
}

export interface DevicesClient extends RealtimeClient {
  readonly channels: {
    devices(params: Devices["params"]): ChannelClient<Devices>;
    devices(params?: Partial<Devices["params"]>): ChannelListener<Devices>;
  };
}
