/** What a user decides in `realtime.setup.ts`. */
import type { Engine } from "../engine/engine.js";
import type { Hooks } from "./hooks.js";
import type { ServerClock } from "./server-clock.js";
import type { Credentials, Limits } from "./session.js";
import type { Params } from "../core/spec.js";

/** A caller that is who it says. */
export interface Authenticated<Identity> {
  readonly identity: Identity;
  /**
   * When the token ends: a Date, or milliseconds since 1970. The connection
   * is closed then, and the client comes back with a new token.
   */
  readonly expiresAt?: Date | number;
}

/** A channel instance, whatever the contract. */
export interface AnyInstance {
  readonly channel: string;
  readonly params: Params;
}

/** What is asked for; `channel` tells which `params` there are. */
export type AuthorizeRequest<Identity, Instance = AnyInstance> = Instance & {
  /** Asked again on every reconnect: history is covered as well. */
  readonly action: "subscribe" | "send";
  readonly identity: Identity;
  /** Names of parameters that a subscription leaves open, of a channel with `wildcard`: all their values are meant. */
  readonly open: readonly string[];
  /** The message's name, on `send`. */
  readonly message?: string;
  /** The message's scopes in the schema, on `send`. */
  readonly scopes: readonly string[];
};

/**
 * Events from `since` on and before `until`, by the log's time, in
 * milliseconds since 1970 or as a Date. On `send` it must hold now.
 */
export interface Window {
  readonly since?: Date | number;
  readonly until?: Date | number;
}

export interface CorsOptions {
  /**
   * Origins that browsers may call from, such as `https://app.example.com`;
   * `"*"` is any, but never with cookies. The server's own origin is always
   * allowed. Default none.
   */
  readonly origins: readonly string[] | "*" | ((origin: string) => boolean);
  /** For how long browsers may remember a preflight. Default 600 s. */
  readonly maxAgeSeconds?: number;
}

/** Options of every technique over HTTP. */
export interface HttpOptions {
  /** Path in front of every endpoint. Default `/realtime`. */
  readonly basePath?: string;
  readonly cors?: CorsOptions;
  /** Accept `?token=`: URLs end up in logs, so for development only. Default false. */
  readonly queryToken?: boolean;
  /** Proxies in front of this server: how many entries of `X-Forwarded-For` to believe. Default 0. */
  readonly trustProxy?: number;
  /** A request body that takes longer is given up. Default 10,000 ms. */
  readonly bodyTimeoutMs?: number;
}

export interface RuntimeOptions<Identity, Instance = AnyInstance> {
  /** Who calls? `null` is 401; a throw, or 10 s without an answer, is 503. */
  readonly authenticate: (
    credentials: Credentials,
  ) => Authenticated<Identity> | null | Promise<Authenticated<Identity> | null>;
  /** May they? A throw is 503. */
  readonly authorize: (
    request: AuthorizeRequest<Identity, Instance>,
  ) => boolean | Window | Promise<boolean | Window>;
  /** The log; {@link memoryEngine} is the embedded one. */
  readonly engine: Engine;
  /** A stable name for an identity, for the idempotency of its messages. Default its `id`, else its JSON. */
  readonly identify?: (identity: Identity) => string;
  readonly hooks?: Hooks<Identity>;
  readonly limits?: Partial<Limits>;
  /** Quiet connections get a heartbeat so often. Default 15,000 ms. */
  readonly heartbeatMs?: number;
  /** A handler has so long; then its signal aborts. Default 30,000 ms. */
  readonly handlerTimeoutMs?: number;
  /** Answers are kept so long for resends. Default 1 hour. */
  readonly claimTtlMs?: number;
  /** A snapshot provider, or an authenticator, has so long. Default 10,000 ms. */
  readonly providerTimeoutMs?: number;
  /** An event waits so long for the log; then EngineUnavailable. Default 10,000 ms. */
  readonly publishTimeoutMs?: number;
  /** For tests. */
  readonly clock?: ServerClock;
}

/** Options of `createRealtime`; generated code narrows handlers and snapshots. */
export interface RealtimeOptions<Identity, Instance = AnyInstance>
  extends RuntimeOptions<Identity, Instance>, HttpOptions {}

export interface CloseOptions {
  /** Streams end spread over this time; handlers may finish in it. Default 10,000 ms. */
  readonly graceMs?: number;
}
