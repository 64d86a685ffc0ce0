/** Claims in the memory of this process: bounded in time and in number. */
import type { Clock } from "../../core/clock.js";
import type { Claims } from "../engine.js";
import { OrderedMap } from "./ordered-map.js";

interface Held {
  readonly bodyHash: string;
  readonly token: string;
  readonly expiresAt: number;
  result: string | undefined;
}

export function memoryClaims(
  clock: Pick<Clock, "now">,
  maxClaims: number,
): Claims {
  /** In the order of claiming. */
  const held = new OrderedMap<Held>();
  let tokens = 0;

  /** The oldest answers go first; what still runs stays, the runtime bounds it. */
  function makeRoom(now: number): void {
    for (let tries = 0; tries < 8; tries++) {
      const oldest = held.oldest();
      if (!oldest) return;
      const { key, value } = oldest;
      if (value.expiresAt > now && held.size < maxClaims) return;
      if (value.expiresAt > now && value.result === undefined) {
        held.set(key, value); // to the back of the queue
      } else {
        held.delete(key);
      }
    }
  }

  return {
    async claim(key, bodyHash, ttlMs) {
      const now = clock.now();
      const before = held.get(key);
      if (before && before.expiresAt > now) {
        if (before.bodyHash !== bodyHash) return { state: "conflict" };
        return before.result === undefined
          ? { state: "pending" }
          : { state: "done", result: before.result };
      }
      makeRoom(now);
      const token = String(++tokens);
      held.set(key, {
        bodyHash,
        token,
        expiresAt: now + ttlMs,
        result: undefined,
      });
      const again = before !== undefined && before.result === undefined;
      return { state: "claimed", token, again };
    },
    async settle(key, token, result) {
      const mine = held.get(key);
      if (mine?.token === token) mine.result = result;
    },
    async release(key, token) {
      if (held.get(key)?.token === token) held.delete(key);
    },
  };
}
