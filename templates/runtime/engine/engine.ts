/**
 * What the runtime needs of a store: an ordered log, claims and leases.
 *
 * Every technique is a view of the one log. An engine makes durable what it
 * promises before it tells anyone: an entry reaches `tail` and `read` only
 * when it is durable at the engine's declared level.
 */

/** A position in the log: a safe integer; 0 is before the first entry. */
export type Offset = number;

export interface NewEntry {
  /** The channel instance, such as `orders(customerId=42)`. */
  readonly address: string;
  /** The message name. */
  readonly type: string;
  /** The idempotency key of the event, the same on every technique. */
  readonly id: string;
  /** Whether the caller chose the id: only then can it come twice. */
  readonly dedupe: boolean;
  /** The payload as JSON text, serialised once. */
  readonly data: string;
  /** The message's headers as JSON text. */
  readonly headers?: string;
  /** The ordering key. */
  readonly key?: string;
  /** The contract's hash at the time of writing. */
  readonly schema: string;
  readonly retention: Retention;
}

/** What the log keeps of one address; `none` keeps only the floor. */
export type Retention =
  { readonly maxEvents: number; readonly maxAgeMs: number } | "none";

export interface Entry {
  readonly offset: Offset;
  /** Milliseconds since 1970, by the engine's clock. */
  readonly time: number;
  readonly address: string;
  readonly type: string;
  readonly id: string;
  readonly data: string;
  readonly headers?: string;
  readonly key?: string;
  readonly schema: string;
}

export interface Appended {
  readonly offset: Offset;
  readonly time: number;
  /** The id had been appended before with the same body: `offset` is the first one's. */
  readonly duplicate: boolean;
  /** The id had been appended before with another body: nothing was appended. */
  readonly conflict: boolean;
}

export interface ReadQuery {
  readonly addresses: readonly string[];
  readonly after: Offset;
  readonly maxEntries: number;
  readonly maxBytes: number;
}

export interface Page {
  /** Entries of the addresses asked for, in log order. */
  readonly entries: readonly Entry[];
  /** Every matching entry up to here is in the page, or lost: read on from here. */
  readonly through: Offset;
  /** Addresses of which an entry after `after` is or may be gone, with the last such offset. */
  readonly lost: ReadonlyMap<string, Offset>;
}

/** What is known of an address's losses: a cursor below either may have missed something. */
export interface Floor {
  /** The last offset known to be lost, 0 for none. */
  readonly lost: Offset;
  /** Losses up to here were forgotten, 0 for none. */
  readonly expired: Offset;
}

/** Where the log stands. */
export interface Bounds {
  /** Changes when the log cannot prove that nothing it acknowledged is lost. */
  readonly epoch: string;
  /** The last offset given out. */
  readonly head: Offset;
}

export interface TailListener {
  /** Every entry after the bounds that `tail` returned, in log order, once. */
  entries(batch: readonly Entry[]): void;
  /** The tail was cut: read from the log to catch up; a new tail has begun. */
  reset(bounds: Bounds): void;
}

export interface Log {
  /**
   * Appends in order; resolves when durable.
   * @throws {EngineUnavailable} when the store does not answer.
   */
  append(batch: readonly NewEntry[]): Promise<readonly Appended[]>;
  read(query: ReadQuery): Promise<Page>;
  bounds(): Promise<Bounds>;
  floor(address: string): Promise<Floor>;
  /** The offset before the last `count` entries kept of an address. */
  before(address: string, count: number): Promise<Offset>;
  /** One tail for a process; entries from other processes come too. */
  tail(listener: TailListener): Promise<{ bounds: Bounds; stop(): void }>;
}

export type Claim =
  /** First come: run, then settle. `again`: an earlier run died without an answer. */
  | {
      readonly state: "claimed";
      readonly token: string;
      readonly again: boolean;
    }
  | { readonly state: "pending" }
  | { readonly state: "done"; readonly result: string }
  /** The same key with another body. */
  | { readonly state: "conflict" };

/** Idempotency of client-to-server messages, shared by all instances. */
export interface Claims {
  claim(key: string, bodyHash: string, ttlMs: number): Promise<Claim>;
  settle(key: string, token: string, result: string): Promise<void>;
  /** Gives the claim back without an answer, so that a resend runs again. */
  release(key: string, token: string): Promise<void>;
}

export interface Engine {
  /** Such as `memory`; shown in logs and metrics. */
  readonly name: string;
  /** What survives: nothing, the process, or the machine. */
  readonly durability: "none" | "process" | "machine";
  readonly log: Log;
  readonly claims: Claims;
  close(): Promise<void>;
}
