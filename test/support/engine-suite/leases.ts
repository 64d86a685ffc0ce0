/**
 * A lease is held until `expiresAt`, and while it is, its holder prolongs it.
 * Every other acquiring, also by whoever held it last, is a new holding with
 * a higher token. Tokens decide what is written, never the clock: the cursor
 * of a lease that expired and that nobody took over may still be set.
 */
import { expect, test } from "vitest";
import type { Lease } from "../../../templates/runtime/engine/engine.js";
import type { MakeWorld, World } from "./world.js";

const TTL_MS = 10_000;
const NAME = "outbox";

const acquire = (
  { leases }: World,
  holder: string,
  ttlMs = TTL_MS,
): Promise<Lease | undefined> => leases.acquire(NAME, holder, ttlMs);

/** Acquires what can be. */
async function held(it: World, holder: string): Promise<Lease> {
  const lease = await acquire(it, holder);
  if (!lease) throw new Error(`${holder} did not get it`);
  return lease;
}

export function leasesSuite(world: MakeWorld): void {
  test("one holds it, and the others do not", async () => {
    const it = await world();
    const lease = await held(it, "a");
    expect(Number.isSafeInteger(lease.token)).toBe(true);
    expect(lease).toStrictEqual({
      token: lease.token,
      expiresAt: it.clock.now() + TTL_MS,
    });
    expect(await acquire(it, "b")).toBe(undefined);
    await it.clock.advance(TTL_MS - 1);
    expect(await acquire(it, "b")).toBe(undefined);
  });

  test("one of many at once", async () => {
    const it = await world();
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, n) => acquire(it, `holder ${n}`)),
    );
    expect(all.filter((lease) => lease !== undefined)).toHaveLength(1);
  });

  test("names are apart", async () => {
    const { leases } = await world();
    expect(await leases.acquire("x", "a", TTL_MS)).toBeDefined();
    expect(await leases.acquire("y", "b", TTL_MS)).toBeDefined();
    expect(await leases.acquire("x", "b", TTL_MS)).toBe(undefined);
  });

  test("its holder prolongs it, under the same token", async () => {
    const it = await world();
    const { token } = await held(it, "a");
    await it.clock.advance(TTL_MS - 1);
    expect(await held(it, "a")).toStrictEqual({
      token,
      expiresAt: it.clock.now() + TTL_MS,
    });
    await it.clock.advance(TTL_MS - 1);
    expect(await acquire(it, "b")).toBe(undefined);
    expect(await it.leases.advance(NAME, token, "c1")).toBe(true);
    expect(await acquire(it, "a", 2_000)).toStrictEqual({
      token,
      cursor: "c1",
      expiresAt: it.clock.now() + 2_000,
    });
    await it.clock.advance(2_000);
    expect(await acquire(it, "b")).toBeDefined();
  });

  test("another takes over where it stood when it has expired, with a higher token", async () => {
    const it = await world();
    const first = await held(it, "a");
    await it.leases.advance(NAME, first.token, "c1");
    await it.clock.advance(TTL_MS);
    const second = await held(it, "b");
    expect(second.token).toBeGreaterThan(first.token);
    expect(second.cursor).toBe("c1");
    expect(await acquire(it, "a")).toBe(undefined);
    expect(await it.leases.advance(NAME, first.token, "stale")).toBe(false);
    await it.leases.release(NAME, first.token);
    expect(await acquire(it, "a")).toBe(undefined);
    expect(await it.leases.advance(NAME, second.token, "c2")).toBe(true);
    expect(await held(it, "b")).toMatchObject({
      token: second.token,
      cursor: "c2",
    });
  });

  test("whoever comes back late holds it anew", async () => {
    const it = await world();
    const first = await held(it, "a");
    await it.clock.advance(TTL_MS);
    const second = await held(it, "a");
    expect(second.token).toBeGreaterThan(first.token);
    expect(await it.leases.advance(NAME, first.token, "stale")).toBe(false);
    expect((await held(it, "a")).cursor).toBe(undefined);
  });

  test("it is free at once when given back, and keeps its cursor and its tokens", async () => {
    const it = await world();
    const first = await held(it, "a");
    await it.leases.advance(NAME, first.token, "c1");
    await it.leases.release(NAME, first.token);
    expect(await it.leases.advance(NAME, first.token, "stale")).toBe(false);
    const second = await held(it, "b");
    expect(second.token).toBeGreaterThan(first.token);
    expect(second.cursor).toBe("c1");
    await it.leases.release(NAME, first.token);
    expect(await acquire(it, "a")).toBe(undefined);
    await it.leases.release(NAME, second.token);
    await it.leases.release(NAME, second.token);
    const third = await held(it, "b");
    expect(third.token).toBeGreaterThan(second.token);
  });

  test("the cursor of one that expired may be set until another takes it", async () => {
    const it = await world();
    const { token } = await held(it, "a");
    await it.clock.advance(10 * TTL_MS);
    expect(await it.leases.advance(NAME, token, "c1")).toBe(true);
    expect(await held(it, "b")).toMatchObject({ cursor: "c1" });
  });

  test("what was never acquired has no token", async () => {
    const it = await world();
    for (const token of [0, 1]) {
      expect(await it.leases.advance(NAME, token, "c1")).toBe(false);
      await it.leases.release(NAME, token);
    }
    expect(await held(it, "a")).not.toHaveProperty("cursor");
  });
}
