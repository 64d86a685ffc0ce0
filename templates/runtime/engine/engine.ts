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
  /** Whether the caller chose the id: only then can it come twice. Known for a day or the retention, the longer, also of what is not kept. */
  readonly dedupe: boolean;
  /** The payload as JSON text, serialised once. */
  readonly data: string;
  /** The message's headers as JSON text. */
  readonly headers?: string;
  /** The ordering key. */
  readonly key?: string;
  /** Of one address, type and this value, readers that are behind need only the last; see the schema's `latestBy`. */
  readonly latest?: string;
  /** All instances of one channel, where they may be read together; see {@link Selection}. The same for all entries of an address. */
  readonly family?: string;
  /** The contract's hash at the time of writing. */
  readonly schema: string;
  readonly retention: Retention;
}

/**
 * What the log keeps of one address. `none` keeps only the floor: who was
 * away is told of a loss. `ephemeral` keeps nothing: the entry reaches the
 * tails and nobody else, and is no loss to those who were away.
 */
export type Retention =
  | { readonly maxEvents: number; readonly maxAgeMs: number }
  | "none"
  | "ephemeral";

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
  readonly latest?: string;
  readonly family?: string;
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

/** One address, or those of a family that are included; known by its identity. */
export type Selection =
  | { readonly address: string; readonly family?: undefined }
  | { readonly family: string; includes(address: string): boolean };

export interface ReadQuery {
  readonly selections: readonly Selection[];
  readonly after: Offset;
  readonly maxEntries: number;
  readonly maxBytes: number;
}

export interface Page {
  /** Entries of the selections, in log order, each once. */
  readonly entries: readonly Entry[];
  /** Every matching entry up to here is in the page, or lost: read on from here. */
  readonly through: Offset;
  /** Selections of which an entry after `after` is or may be gone, with the last such offset. */
  readonly lost: ReadonlyMap<Selection, Offset>;
}

/** What is known of its own addresses' losses, as long as they are remembered: a cursor below either may have missed something. */
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
  floor(selection: Selection): Promise<Floor>;
  /** The offset before the last `count` entries kept of a selection. */
  before(selection: Selection, count: number): Promise<Offset>;
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

/** A hold on something that only one instance may do at a time. */
export interface Lease {
  /**
   * The fencing token: goes up with every new holder. What is written under
   * an older one is refused.
   */
  readonly token: number;
  /** Where the last holder stood; absent before the first {@link Leases.advance}. */
  readonly cursor?: string;
  /** Milliseconds since 1970, by the engine's clock: held till then, unless acquired again. */
  readonly expiresAt: number;
}

/** One instance among many does the work; another takes over when it dies. */
export interface Leases {
  /**
   * Takes the lease where it is free or has expired, also from oneself (a
   * higher token), or prolongs it where `holder` has it (same token).
   * `undefined`: another holds it.
   */
  acquire(
    name: string,
    holder: string,
    ttlMs: number,
  ): Promise<Lease | undefined>;
  /** Sets the cursor; false, and nothing done, where the token is no longer the lease's. Expiry alone changes no token. */
  advance(name: string, token: number, cursor: string): Promise<boolean>;
  /** Free at once; without effect where the token is no longer the lease's. */
  release(name: string, token: number): Promise<void>;
}

export interface Engine {
  /** Such as `memory`; shown in logs and metrics. */
  readonly name: string;
  /** What survives: nothing, the process, or the machine. */
  readonly durability: "none" | "process" | "machine";
  readonly log: Log;
  readonly claims: Claims;
  readonly leases: Leases;
  /** From now on every call rejects with EngineUnavailable. */
  close(): Promise<void>;
}
