/** The client core: one connection and one outbox behind typed channels. */
import type { ClientState, RealtimeClient } from "../core/channel-types.js";
import { createClientChannel } from "./client-channel.js";
import {
  type ClientContext,
  type ClientOptions,
  DEFAULTS,
} from "./client-options.js";
import { createConnection } from "./connection.js";
import { RealtimeError } from "../core/errors.js";
import { createInFlight } from "./in-flight.js";
import { createSend } from "./send.js";
import type { ContractSpec, Params } from "../core/spec.js";
import { createSubscriptions } from "./subscriptions.js";
import type { Transport } from "./transport.js";

/**
 * Makes a client of the contract over one technique. `Client` is the
 * generated interface: a {@link RealtimeClient} with a function per channel.
 *
 * Nothing is opened before the first listener. All channel instances share
 * one connection, and the changes of one tick share one opening of it. After
 * `close()` new listeners and sends throw a RealtimeError `closed`.
 */
export function createClient<Client extends RealtimeClient>(
  contract: ContractSpec,
  transport: Transport,
  options: ClientOptions = {},
): Client {
  const settings = { ...DEFAULTS, ...options };
  const closing = new AbortController();
  const life = closing.signal;
  const context: ClientContext = {
    ...settings,
    transport,
    life,
    inFlight: createInFlight(settings.maxInFlight),
  };
  const stateListeners = new Set<Parameters<RealtimeClient["onState"]>[0]>();
  let state: ClientState = "idle";

  const subscriptions = createSubscriptions(context, () => changed());
  const changed = createConnection(context, subscriptions.wanted, setState);
  const send = createSend(context);

  const client: RealtimeClient & { channels: object } = {
    channels: mapValues(
      contract.channels,
      (spec) =>
        (params: Params = {}) =>
          createClientChannel(
            spec,
            mapValues(params, String),
            subscriptions,
            send,
          ),
    ),
    get state() {
      return state;
    },
    onState(listener) {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
    async close() {
      if (life.aborted) return;
      closing.abort(new RealtimeError("closed"));
      subscriptions.close();
      transport.close?.();
      setState("closed");
    },
  };
  return client as RealtimeClient as Client; // the interface was generated from the contract

  function setState(next: ClientState, error?: unknown): void {
    if (life.aborted ? next !== "closed" : next === state && !error) return;
    state = next;
    for (const listener of stateListeners)
      try {
        listener(next, error);
      } catch (failure) {
        settings.onError(failure);
      }
  }
}

function mapValues<From, To>(
  values: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, change(value)]),
  );
}
