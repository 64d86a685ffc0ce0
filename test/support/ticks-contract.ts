/** A contract by hand, for tests of the client core. */
import type {
  ChannelClient,
  Publisher,
  RealtimeClient,
} from "../../templates/runtime/core/channel-types.js";
import { applicationError } from "../../templates/runtime/core/errors.js";
import type { ContractSpec } from "../../templates/runtime/core/spec.js";
import type { Check } from "../../templates/runtime/core/validation.js";

const integer: Check = (value) =>
  Number.isInteger(value)
    ? undefined
    : [{ path: ["n"], code: "type", message: "must be an integer" }];

const anything: Check = () => undefined;

const withTrace: Check = (value) =>
  typeof (value as { trace?: unknown }).trace === "string"
    ? undefined
    : [{ path: ["trace"], code: "required", message: "must be there" }];

export const TickError = {
  TooLate: applicationError<"too_late", number>("too_late"),
};

export const ticksContract: ContractSpec = {
  name: "ticks",
  version: "1.0.0",
  hash: "hash",
  channels: {
    ticks: {
      name: "ticks",
      address: "ticks",
      params: {},
      history: { maxEvents: 100, maxAgeMs: 60_000 },
      serverToClient: {
        ticked: { check: integer },
        traced: { check: integer, headers: withTrace },
      },
      clientToServer: {
        reset: {
          check: integer,
          reply: integer,
          errors: { too_late: { check: integer, error: TickError.TooLate } },
        },
        poke: { check: anything },
      },
    },
    rooms: {
      name: "rooms",
      address: "rooms/{room}/{floor}",
      params: { room: anything, floor: anything },
      history: { maxEvents: 100, maxAgeMs: 60_000 },
      snapshot: integer,
      serverToClient: { ticked: { check: integer } },
      clientToServer: {},
    },
  },
};

interface Tick {
  name: "ticks";
  params: Record<never, never>;
  events: { ticked: number; traced: number };
  commands: {
    reset: { data: number; reply: number };
    poke: { data: unknown; reply: void };
  };
  headers: Record<never, never>;
  snapshot: never;
}

interface Room {
  name: "rooms";
  params: { room: string; floor: string };
  events: { ticked: number };
  commands: Record<never, never>;
  headers: Record<never, never>;
  snapshot: number;
}

/** What the server publishes into. */
export interface TicksChannels {
  ticks(): Publisher<Tick>;
  rooms(params: Room["params"]): Publisher<Room>;
}

export interface TicksClient extends RealtimeClient {
  readonly channels: {
    ticks(): ChannelClient<Tick>;
    rooms(params: Room["params"]): ChannelClient<Room>;
  };
}
