import { createClient } from "../../templates/runtime/client/client.js";
import type { ClientOptions } from "../../templates/runtime/client/client-options.js";
import { FakeClock } from "./fake-clock.js";
import { FakeTransport } from "./fake-transport.js";
import { type TicksClient, ticksContract } from "./ticks-contract.js";

/** A client of the ticks contract over a played server and a still clock. */
export function createHarness(options: ClientOptions = {}): {
  client: TicksClient;
  clock: FakeClock;
  transport: FakeTransport;
  states: [state: string, error?: unknown][];
  errors: unknown[];
} {
  const clock = new FakeClock();
  const transport = new FakeTransport();
  const errors: unknown[] = [];
  const states: [state: string, error?: unknown][] = [];
  const client = createClient<TicksClient>(ticksContract, transport, {
    clock,
    onError: (error) => errors.push(error),
    ...options,
  });
  client.onState((...change) => states.push(change));
  return { client, clock, transport, states, errors };
}
