import type { History } from "./model.js";

/** What a channel keeps that says nothing about it: 1,000 events or 1 hour. */
export const DEFAULT_HISTORY = {
  kind: "kept",
  maxEvents: 1_000,
  maxAgeMs: 3_600_000,
} as const satisfies History;
