import { createClient } from "../../templates/runtime/client/client.js";
import { createAnswers } from "../../templates/runtime/client/answers.js";
import type { ClientOptions } from "../../templates/runtime/client/client-options.js";
import { createSend } from "../../templates/runtime/client/send.js";
import { createStream } from "../../templates/runtime/client/stream.js";
import type { RealtimeClient } from "../../templates/runtime/core/channel-types.js";
import type { ContractSpec } from "../../templates/runtime/core/spec.js";
import { FakeClock } from "./fake-clock.js";
import { FakeTransport } from "./fake-transport.js";
import { type TicksClient, ticksContract } from "./ticks-contract.js";

interface Harness<Client> {
  client: Client;
  clock: FakeClock;
  transport: FakeTransport;
  states: [state: string, error?: unknown][];
  errors: unknown[];
}

/** A client of the ticks contract over a played server and a still clock. */
export const createHarness = (options?: ClientOptions): Harness<TicksClient> =>
  createHarnessOf(ticksContract, options);

/** Of any contract; `maxWaiting` makes the transport a duplex. */
export function createHarnessOf<Client extends RealtimeClient>(
  contract: ContractSpec,
  options: ClientOptions = {},
  maxWaiting?: number,
): Harness<Client> {
  const clock = new FakeClock();
  const transport = new FakeTransport(options, maxWaiting);
  const errors: unknown[] = [];
  const states: [state: string, error?: unknown][] = [];
  const client = createClient<Client>(contract, transport, {
    clock,
    onError: (error) => errors.push(error),
    ...options,
    createSend,
    createStream,
    createAnswers,
  });
  client.onState((...change) => states.push(change));
  return { client, clock, transport, states, errors };
}
