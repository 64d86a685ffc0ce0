/** What a user may set about WebSockets, and what holds otherwise. */

export interface WebSocketServerOptions {
  /**
   * Seals the tickets of browsers: the same in every process that answers
   * under one address. At least 32 characters. Default: made at random.
   */
  readonly ticketSecret?: string;
  /** Clients are pinged so often, and ended where nothing came back by the next one. Default 25,000 ms. */
  readonly pingIntervalMs?: number;
  /** A client that does not answer a close frame is ended after this. Default 3,000 ms. */
  readonly closeTimeoutMs?: number;
  /** Of one IP address (IPv6: its /64), and ten times as many at once; more get 429. Default 200. */
  readonly upgradesPerSecond?: number;
  /** Connections that may be in authentication; more get 503. Default 1,000. */
  readonly maxPendingUpgrades?: number;
  /** Of one connection; one that sends more is read more slowly. Default 1,000. */
  readonly messagesPerSecond?: number;
  /** Messages of one connection that are handled at once; the rest is not read yet. Default 16. */
  readonly maxConcurrentMessages?: number;
  /** Answers in parts under way on one connection. Default 16. */
  readonly maxStreams?: number;
}

export type Settings = Required<Omit<WebSocketServerOptions, "ticketSecret">>;

export type PeerSettings = Pick<
  Settings,
  | "pingIntervalMs"
  | "messagesPerSecond"
  | "maxConcurrentMessages"
  | "maxStreams"
>;

export function settingsOf(options: WebSocketServerOptions): Settings {
  return {
    pingIntervalMs: options.pingIntervalMs ?? 25_000,
    closeTimeoutMs: options.closeTimeoutMs ?? 3_000,
    upgradesPerSecond: options.upgradesPerSecond ?? 200,
    maxPendingUpgrades: options.maxPendingUpgrades ?? 1_000,
    messagesPerSecond: options.messagesPerSecond ?? 1_000,
    maxConcurrentMessages: options.maxConcurrentMessages ?? 16,
    maxStreams: options.maxStreams ?? 16,
  };
}
