/** The core over an engine, without sockets: readers only count. */
import type { Batch, Sink } from "../../../templates/runtime/server/session.js";
import type { Hello } from "../../../templates/runtime/core/protocol.js";
import type { ContractSpec } from "../../../templates/runtime/core/spec.js";
import type { Engine } from "../../../templates/runtime/engine/engine.js";
import {
  createRuntime,
  type Runtime,
} from "../../../templates/runtime/server/realtime.js";
import { check } from "../servers/ours.js";

export const HISTORY_MS = 3_600_000;

const contract: ContractSpec = {
  name: "bench",
  version: "1",
  hash: "h",
  channels: {
    feed: {
      name: "feed",
      address: "feed",
      params: {},
      history: { maxEvents: 1_000_000, maxAgeMs: HISTORY_MS },
      serverToClient: { "order.created": { check } },
      clientToServer: {},
    },
    devices: {
      name: "devices",
      address: "sites/{site}/devices/{device}",
      params: { site: () => undefined, device: () => undefined },
      wildcard: true,
      history: { maxEvents: 100, maxAgeMs: HISTORY_MS },
      serverToClient: { "order.created": { check } },
      clientToServer: {},
    },
  },
};

export function newCore(engine: Engine): Runtime<object> {
  return createRuntime<object>(contract, {
    engine,
    authenticate: () => ({ identity: {} }),
    authorize: () => true,
  });
}

/** A reader that is always ready for more. */
export class CountingSink implements Sink {
  readonly writable = true;
  readonly waiting = 0;
  written = 0;
  count = 0;
  /** Where it began. */
  cursor = "";
  #due = Infinity;
  #reached: (() => void) | undefined;

  /** Resolves when it has been given so many events in all. */
  reach(count: number): Promise<void> {
    if (this.count >= count) return Promise.resolve();
    this.#due = count;
    return new Promise((resolve) => (this.#reached = resolve));
  }

  events({ entries }: Batch): void {
    this.count += entries.length;
    this.written += entries.length;
    if (this.count >= this.#due) this.#reached?.();
  }

  hello({ cursor }: Hello): void {
    this.cursor = cursor;
  }

  heartbeat(): void {}
  gap(): void {
    throw new Error("events were lost");
  }
  snapshot(): void {}
  close(): void {}
}
