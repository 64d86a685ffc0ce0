import { expect, test } from "vitest";
import type { Claim } from "../../../templates/runtime/engine/engine.js";
import type { MakeWorld, World } from "./world.js";

const TTL_MS = 60_000;

const claim = ({ claims }: World, body = "h"): Promise<Claim> =>
  claims.claim("key", body, TTL_MS);

async function claimed(it: World, again: boolean): Promise<string> {
  const got = await claim(it);
  expect(got).toMatchObject({ state: "claimed", again });
  return got.state === "claimed" ? got.token : "";
}

export function claimsSuite(world: MakeWorld): void {
  const pending = { state: "pending" };
  const conflict = { state: "conflict" };

  test("the first runs, the others wait, and then have its answer", async () => {
    const it = await world();
    const token = await claimed(it, false);
    expect(await claim(it)).toEqual(pending);
    const result = '{"ok":true,"data":"é 🙂"}';
    await it.claims.settle("key", token, result);
    expect(await claim(it)).toEqual({ state: "done", result });
    expect(await claim(it)).toEqual({ state: "done", result });
  });

  test("one of many at once", async () => {
    const it = await world();
    const all = await Promise.all(Array.from({ length: 20 }, () => claim(it)));
    const states = all.map(({ state }) => state);
    expect(states.filter((state) => state === "claimed")).toHaveLength(1);
    expect(states.filter((state) => state === "pending")).toHaveLength(19);
  });

  test("another body is a conflict, before and after the answer", async () => {
    const it = await world();
    const token = await claimed(it, false);
    expect(await claim(it, "other")).toEqual(conflict);
    await it.claims.settle("key", token, "1");
    expect(await claim(it, "other")).toEqual(conflict);
    expect(await claim(it)).toEqual({ state: "done", result: "1" });
  });

  test("keys are apart", async () => {
    const { claims } = await world();
    for (const key of ["a", "b", "a\nb"]) {
      const got = await claims.claim(key, key, TTL_MS);
      expect(got).toMatchObject({ state: "claimed", again: false });
    }
  });

  test("what is given back runs anew", async () => {
    const it = await world();
    const first = await claimed(it, false);
    await it.claims.release("key", first);
    const second = await claimed(it, false);
    expect(second).not.toBe(first);
    await it.claims.release("key", first);
    await it.claims.settle("key", first, "stale");
    expect(await claim(it)).toEqual(pending);
  });

  test("one without an answer runs again when its time is over, and the first has no more say", async () => {
    const it = await world();
    const first = await claimed(it, false);
    await it.clock.advance(TTL_MS - 1_000);
    expect(await claim(it)).toEqual(pending);
    await it.clock.advance(2_000);
    const second = await claimed(it, true);
    expect(second).not.toBe(first);
    await it.claims.settle("key", first, "stale");
    expect(await claim(it)).toEqual(pending);
    await it.claims.release("key", first);
    expect(await claim(it)).toEqual(pending);
    await it.claims.settle("key", second, "1");
    expect(await claim(it)).toEqual({ state: "done", result: "1" });
  });

  test("an answer is kept for as long as the claim was to last", async () => {
    const it = await world();
    const token = await claimed(it, false);
    await it.clock.advance(TTL_MS / 2);
    await it.claims.settle("key", token, "1");
    await it.clock.advance(TTL_MS / 2 - 1_000);
    expect(await claim(it)).toEqual({ state: "done", result: "1" });
    await it.clock.advance(2_000);
    await claimed(it, false);
  });

  test("what was never claimed is left alone", async () => {
    const it = await world();
    await it.claims.settle("key", "1", "x");
    await it.claims.release("key", "1");
    expect(await claimed(it, false)).not.toBe("");
  });
}
