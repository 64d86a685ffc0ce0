import type { Limits } from "./session.js";

export const DEFAULT_LIMITS: Limits = {
  maxMessageBytes: 1_048_576,
  maxSubscriptions: 100,
  maxConnections: 50_000,
  stallTimeoutMs: 30_000,
  highWaterMark: 65_536,
  maxHandlersPerIdentity: 32,
  maxHandlers: 1_000,
  maxPendingEvents: 10_000,
  maxPendingBytes: 67_108_864,
};
