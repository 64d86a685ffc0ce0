/** Claims and leases as the engine's interface has them: turns at the file, safe when they are told. */
import type { Clock } from "../../core/clock.js";
import type { Access } from "./access.js";
import type { Claims, Leases } from "../engine.js";
import type { Level, Session } from "./session.js";

export interface SharedContext {
  readonly access: Access;
  readonly clock: Pick<Clock, "now">;
  readonly level: Level;
}

export function sharedClaims(context: SharedContext): Claims {
  const { access, clock } = context;
  return {
    async claim(key, bodyHash, ttlMs) {
      const claim = await access.write(({ claims }) =>
        claims.claim(key, bodyHash, ttlMs, clock.now()),
      );
      // An answer may be another process's, and not yet synced.
      if (claim.state === "claimed" || claim.state === "done") {
        await safe(context);
      }
      return claim;
    },
    async settle(key, token, result) {
      await access.write(({ claims }) => claims.settle(key, token, result));
      await safe(context);
    },
    async release(key, token) {
      await access.write(({ claims }) => claims.release(key, token));
    },
  };
}

export function sharedLeases(context: SharedContext): Leases {
  const { access, clock } = context;
  const change = async <Result>(
    job: (session: Session) => Result,
  ): Promise<Result> => {
    const result = await access.write(job);
    await safe(context);
    return result;
  };
  return {
    acquire: (name, holder, ttlMs) =>
      change(({ leases }) => leases.acquire(name, holder, ttlMs, clock.now())),
    advance: (name, token, cursor) =>
      change(({ leases }) => leases.advance(name, token, cursor)),
    release: (name, token) =>
      change(({ leases }) => leases.release(name, token)),
  };
}

/** What was committed is as durable as the engine promises. */
async function safe({ access, level }: SharedContext): Promise<void> {
  const { session } = access;
  if (level === "off" || !session) return;
  try {
    await session.syncs.sync();
  } catch (error) {
    throw access.trouble(error);
  }
}
