import { type Clock, systemClock } from "../core/clock.js";
import type { Answers } from "./answers.js";
import type { InFlight } from "./in-flight.js";
import type { Transport } from "./transport.js";

/** A token, or how to get one; asked anew for every connection and every request. */
export type Token =
  string | (() => string | undefined | Promise<string | undefined>);

/**
 * Keeps positions across restarts, such as in a file or `localStorage`. A
 * subscription begins at its position, where there is one; then its `start`
 * does not count. Keys are JSON of channel and parameters.
 */
export interface CursorStore {
  /** A position that cannot be read is tried again: events must not be missed. */
  get(key: string): string | undefined | Promise<string | undefined>;
  /** One call at a time for a key; of several positions meanwhile, the last. */
  set(key: string, cursor: string): void | Promise<void>;
}

/** What the client core takes, whatever the technique. */
export interface ClientOptions {
  readonly token?: Token;
  /** Events that may wait for a handler or be in one before the client stops reading. Default 16. */
  readonly maxInFlight?: number;
  /** How often a handler that threw is called again, with backoff, before the event is given up. Default 0. */
  readonly handlerRetries?: number;
  /** Ids remembered for each channel instance, to suppress duplicates. Default 1,024. */
  readonly rememberedIds?: number;
  /** Default: positions are forgotten with the client. */
  readonly cursorStore?: CursorStore;
  /** The most that the first wait between tries may be, in milliseconds. Default 500. */
  readonly backoffBaseMs?: number;
  /** The most that any wait may be, but for what the server asks for, in milliseconds. Default 30,000. */
  readonly backoffCapMs?: number;
  /** A connection that lived so long starts the backoff anew, in milliseconds. Default 10,000. */
  readonly stableMs?: number;
  /** How long opening may take, token included, in milliseconds. Default 15,000. */
  readonly connectTimeoutMs?: number;
  /**
   * How long a send may take over all its tries, and an answer in parts may
   * be silent, in milliseconds. Default 30,000.
   */
  readonly replyTimeoutMs?: number;
  /**
   * How long one request of a send may take before the same id is sent again,
   * in milliseconds; on a connection of both directions it is sent again when
   * that was lost. Default 10,000.
   */
  readonly tryTimeoutMs?: number;
  /** Sends that may be without an answer at one time. Default 1,000. */
  readonly maxPendingSends?: number;
  /** Characters of JSON in those sends. Default 4,194,304. */
  readonly maxPendingChars?: number;
  /**
   * Errors of channel instances that have no `onError` listener: invalid
   * events, handlers that threw, refused subscriptions. Default: the console.
   */
  readonly onError?: (error: unknown) => void;
  /** For tests. */
  readonly clock?: Clock;
}

export const DEFAULTS = {
  maxInFlight: 16,
  handlerRetries: 0,
  rememberedIds: 1024,
  backoffBaseMs: 500,
  backoffCapMs: 30_000,
  stableMs: 10_000,
  connectTimeoutMs: 15_000,
  replyTimeoutMs: 30_000,
  tryTimeoutMs: 10_000,
  maxPendingSends: 1000,
  maxPendingChars: 2 ** 22,
  onError: (error: unknown) => console.error(error),
  clock: systemClock,
} satisfies ClientOptions;

type Settings = ClientOptions &
  Required<Pick<ClientOptions, keyof typeof DEFAULTS>>;

/** What the parts of one client share. */
export interface ClientContext extends Settings {
  readonly transport: Transport;
  readonly inFlight: InFlight;
  /** Aborts when the client closes. */
  readonly life: AbortSignal;
  readonly answers: Answers | undefined;
}

export async function tokenOf(
  token: Token | undefined,
): Promise<string | undefined> {
  return typeof token === "function" ? token() : token;
}
