/** Leases in the memory of this process. */
import type { Clock } from "../../core/clock.js";
import type { Lease, Leases } from "../engine.js";

interface Held {
  readonly token: number;
  /** Absent when it was given back. */
  readonly holder: string | undefined;
  readonly expiresAt: number;
  readonly cursor: string | undefined;
}

export function memoryLeases(clock: Pick<Clock, "now">): Leases {
  /** By name, for good: tokens go up and cursors stay when nobody holds it. */
  const leases = new Map<string, Held>();

  const heldUnder = (name: string, token: number): Held | undefined => {
    const held = leases.get(name);
    return held?.token === token && held.holder !== undefined
      ? held
      : undefined;
  };

  return {
    async acquire(name, holder, ttlMs) {
      const now = clock.now();
      const last = leases.get(name);
      const live = last?.holder !== undefined && last.expiresAt > now;
      if (live && last.holder !== holder) return undefined;
      const token = live ? last.token : (last?.token ?? 0) + 1;
      const expiresAt = now + ttlMs;
      const cursor = last?.cursor;
      leases.set(name, { token, holder, expiresAt, cursor });
      const lease: Lease = { token, expiresAt };
      return cursor === undefined ? lease : { ...lease, cursor };
    },
    async advance(name, token, cursor) {
      const held = heldUnder(name, token);
      if (!held) return false;
      leases.set(name, { ...held, cursor });
      return true;
    },
    async release(name, token) {
      const held = heldUnder(name, token);
      if (held) leases.set(name, { ...held, holder: undefined });
    },
  };
}
