/** The client core: one connection and one outbox behind typed channels. */
import type { createAnswers } from "./answers.js";
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
import type { createSend } from "./send.js";
import type { ContractSpec, Params } from "../core/spec.js";
import type { createStream } from "./stream.js";
import { createSubscriptions } from "./subscriptions.js";
import type { Transport } from "./transport.js";

/** What a client has only where its contract needs it, so that others do not carry it. */
export interface Features {
  /** There are messages from client to server that are answered once, or not. */
  readonly createSend?: typeof createSend;
  /** There are some that are answered in parts. */
  readonly createStream?: typeof createStream;
  /** There are messages from server to client that ask for an answer. */
  readonly createAnswers?: typeof createAnswers;
}

/**
 * Makes a client of the contract over one technique. `Client` is the
 * generated interface: a {@link RealtimeClient} with a function per channel.
 *
 * Nothing is opened before the first listener or, where sends travel on the
 * connection, the first send. All channel instances share one connection, and
 * the changes of one tick are one change of it. After `close()` new listeners
 * and sends throw a RealtimeError `closed`.
 */
export function createClient<Client extends RealtimeClient>(
  contract: ContractSpec,
  transport: Transport,
  options: ClientOptions & Features = {},
): Client {
  const { createSend, createStream, createAnswers, ...given } = options;
  const settings = { ...DEFAULTS, ...given };
  const closing = new AbortController();
  const life = closing.signal;
  const context: ClientContext = {
    ...settings,
    transport,
    life,
    inFlight: createInFlight(settings.maxInFlight),
    answers: createAnswers?.({ transport }),
  };
  const stateListeners = new Set<Parameters<RealtimeClient["onState"]>[0]>();
  let state: ClientState = "idle";

  const subscriptions = createSubscriptions(context, () => changed());
  const changed = createConnection(context, subscriptions.wanted, setState);
  const needed = (): void => void (transport.duplex && changed());
  const send = createSend?.(context, needed);
  const stream = createStream?.(context, needed);

  const client: RealtimeClient & { channels: object } = {
    channels: mapValues(
      contract.channels,
      (spec) =>
        (params: Partial<Params> = {}) =>
          createClientChannel(
            spec,
            mapValues(params, String),
            subscriptions,
            send,
            stream,
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

/** What is `undefined` is left out: it is an open parameter. */
function mapValues<From, To>(
  values: Readonly<Record<string, From | undefined>>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, change(value)]],
    ),
  );
}
