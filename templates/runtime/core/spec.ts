/**
 * What a generated contract hands to the runtime. The generated code builds
 * these values; the runtime knows schemas only through them.
 */
import type { Check } from "./validation.js";

/** A message from server to client. */
export interface EventSpec {
  readonly check: Check;
  readonly headers?: Check;
  /** Path of the property whose value is the ordering key; see the schema's `key`. */
  readonly key?: string;
  /** The property of which readers that are behind need only the last event of each value. */
  readonly latestBy?: string;
  /** Kept by nobody: only those who are connected and caught up hear of it. */
  readonly ephemeral?: true;
  /** Those who hear it may answer. */
  readonly reply?: Check;
}

/** A typed error that a handler may throw. */
export interface ErrorSpec {
  readonly check: Check;
  /** The generated class, so that both ends throw the same one. */
  readonly error: new (payload: never) => Error;
}

/** A message from client to server. */
export interface CommandSpec {
  readonly check: Check;
  readonly headers?: Check;
  /** Of the answer, or of each of its parts; absent: the answer is empty. */
  readonly reply?: Check;
  /** The answer comes in parts. */
  readonly stream?: true;
  readonly errors?: Readonly<Record<string, ErrorSpec>>;
  /** Handed to `authorize`; the runtime itself enforces nothing. */
  readonly scopes?: readonly string[];
}

/** Retention of one channel instance; whichever limit is met first. */
export interface HistorySpec {
  readonly maxEvents: number;
  readonly maxAgeMs: number;
}

export interface ChannelSpec {
  readonly name: string;
  /** The address as the schema has it, such as `customers/{customerId}/orders`. */
  readonly address: string;
  /** In the schema's order: it is the order of a channel instance's name. */
  readonly params: Readonly<Record<string, Check>>;
  /** Subscriptions may leave parameters open, where `authorize` agrees. */
  readonly wildcard?: true;
  /** `"none"`: nothing is kept; a reader that was away is told of a gap. */
  readonly history: HistorySpec | "none";
  /** The type of `rt.snapshot`, where the schema declares one. */
  readonly snapshot?: Check;
  readonly serverToClient: Readonly<Record<string, EventSpec>>;
  readonly clientToServer: Readonly<Record<string, CommandSpec>>;
}

export interface ContractSpec {
  readonly name: string;
  readonly version: string;
  /** Changes with the contract; log entries and `rt.hello` carry it. */
  readonly hash: string;
  readonly channels: Readonly<Record<string, ChannelSpec>>;
}

/** Parameters of one channel instance, as strings; see {@link instanceOf}. */
export type Params = Readonly<Record<string, string>>;
