import { expect, test } from "vitest";
import { EngineUnavailable } from "../../../templates/runtime/core/errors.js";
import { listen, type MakeWorld, newEntry, one } from "./world.js";

export function closeSuite(world: MakeWorld): void {
  test("a closed engine does not answer", async () => {
    const it = await world();
    const { engine, log, claims, leases } = it;
    const heard = await listen(it);
    await it.add("a");
    await engine.close();
    const { length } = heard.entries;
    const calls: readonly (() => Promise<unknown>)[] = [
      () => log.append([newEntry("a")]),
      () => it.page([one("a")]),
      () => log.bounds(),
      () => log.floor(one("a")),
      () => log.before(one("a"), 1),
      () => listen(it),
      () => claims.claim("key", "h", 1_000),
      () => claims.settle("key", "1", "{}"),
      () => claims.release("key", "1"),
      () => leases.acquire("name", "a", 1_000),
      () => leases.advance("name", 1, "c"),
      () => leases.release("name", 1),
    ];
    for (const call of calls) {
      await expect(call()).rejects.toBeInstanceOf(EngineUnavailable);
    }
    expect(heard.entries).toHaveLength(length);
    await engine.close();
  });

  test("what was being appended is either whole or refused", async () => {
    const it = await world();
    const heard = await listen(it);
    const appends = Array.from({ length: 10 }, () => it.add("a"));
    const closing = it.engine.close();
    const settled = await Promise.allSettled(appends);
    await closing;
    const done = settled.flatMap((one) =>
      one.status === "fulfilled" ? one.value.offset : [],
    );
    const refused = settled.flatMap((one) =>
      one.status === "rejected" ? [one.reason as unknown] : [],
    );
    for (const reason of refused) {
      expect(reason).toBeInstanceOf(EngineUnavailable);
    }
    // Nobody was told of what was refused.
    for (const offset of heard.offsets) expect(done).toContain(offset);
  });
}
