import { expect, test } from "vitest";
import {
  allOf,
  DAY_MS,
  HOUR_MS,
  type MakeWorld,
  newEntry,
  one,
} from "./world.js";

export function retentionSuite(world: MakeWorld): void {
  const none = { lost: 0, expired: 0 };

  test("keeps the last events of each address, by number", async () => {
    const { log, add, offsets, page } = await world();
    const retention = { maxEvents: 3, maxAgeMs: HOUR_MS };
    const mine: number[] = [];
    for (let n = 0; n < 8; n++) {
      mine.push((await add("mine", { retention })).offset);
      await add("other");
    }
    expect(await offsets([one("mine")])).toEqual(mine.slice(-3));
    expect(await offsets([one("other")])).toHaveLength(8);
    const lost = mine.at(-4)!;
    expect(await log.floor(one("mine"))).toEqual({ lost, expired: 0 });
    expect(await log.floor(one("other"))).toEqual(none);
    const selection = one("mine");
    const before = await page([selection], { after: lost - 1 });
    expect(before.lost).toEqual(new Map([[selection, lost]]));
    const after = await page([selection], { after: lost });
    expect(after.lost).toEqual(new Map());
    expect(await log.before(one("mine"), 10)).toBe(mine.at(-3)! - 1);
  });

  test("by age, whatever else is in the log", async () => {
    const { log, add, offsets, clock } = await world();
    const brief = { maxEvents: 100, maxAgeMs: 60_000 };
    await add("long");
    const a = await add("brief", { retention: brief });
    await clock.advance(30_000);
    const b = await add("brief", { retention: brief });
    await clock.advance(29_000);
    expect(await offsets([one("brief")])).toEqual([a.offset, b.offset]);
    await clock.advance(2_000);
    expect(await offsets([one("brief")])).toEqual([b.offset]);
    expect(await log.floor(one("brief"))).toEqual({
      lost: a.offset,
      expired: 0,
    });
    await clock.advance(60_000);
    expect(await offsets([one("brief")])).toEqual([]);
    expect(await log.floor(one("brief"))).toEqual({
      lost: b.offset,
      expired: 0,
    });
    expect(await log.before(one("brief"), 5)).toBe((await log.bounds()).head);
    expect(await offsets([one("long")])).toHaveLength(1);
  });

  test("an address that comes back keeps its floor", async () => {
    const { log, add, page, clock } = await world();
    const retention = { maxEvents: 9, maxAgeMs: 1_000 };
    const first = await add("a", { retention });
    await clock.advance(2_000);
    const second = await add("a", { retention });
    expect(await log.floor(one("a"))).toEqual({
      lost: first.offset,
      expired: 0,
    });
    const selection = one("a");
    const { entries, lost } = await page([selection]);
    expect(entries).toMatchObject([{ offset: second.offset }]);
    expect(lost).toEqual(new Map([[selection, first.offset]]));
  });

  test("the oldest of the whole log, of whatever address, where it is full", async () => {
    const maxBytes = 200_000;
    const { log, offsets } = await world({ maxBytes });
    const data = JSON.stringify("x".repeat(998));
    const names = ["a", "b", "c", "d(x=1)", "d(x=2)"];
    const all: { address: string; offset: number }[] = [];
    for (let n = 0; n < 100; n++) {
      const batch = names.map((name, index) =>
        newEntry(name, {
          data,
          retention: { maxEvents: 1_000, maxAgeMs: (1 + (index % 3)) * DAY_MS },
          ...(name.startsWith("d") ? { family: "d" } : {}),
        }),
      );
      const appended = await log.append(batch);
      for (const [index, { offset }] of appended.entries()) {
        all.push({ address: names[index]!, offset });
      }
    }
    const kept = new Set(await offsets(names.map(one)));
    const bytes = kept.size * data.length;
    expect(bytes).toBeLessThanOrEqual(1.25 * maxBytes);
    expect(bytes).toBeGreaterThan(maxBytes / 4);
    const oldest = Math.min(...kept);
    expect(all.filter(({ offset }) => offset >= oldest)).toHaveLength(
      kept.size,
    );
    const lastLost = (belongs: (address: string) => boolean): number =>
      Math.max(
        ...all
          .filter((it) => belongs(it.address) && it.offset < oldest)
          .map(({ offset }) => offset),
      );
    for (const name of names) {
      expect(await log.floor(one(name))).toEqual({
        lost: lastLost((address) => address === name),
        expired: 0,
      });
    }
    expect(await log.floor(allOf("d"))).toEqual({
      lost: lastLost((address) => address.startsWith("d")),
      expired: 0,
    });
  });

  test.each([
    ["none", "none"],
    ["no events", { maxEvents: 0, maxAgeMs: HOUR_MS }],
  ] as const)("%s keeps the floor and nothing else", async (_, retention) => {
    const { log, add, page } = await world();
    const kept = await add("a");
    const gone = await add("a", { retention });
    const selection = one("a");
    expect(await log.floor(selection)).toEqual({
      lost: gone.offset,
      expired: 0,
    });
    expect(await page([selection], { after: kept.offset })).toEqual({
      entries: [],
      through: gone.offset,
      lost: new Map([[selection, gone.offset]]),
    });
    expect(await page([selection], { after: gone.offset })).toEqual({
      entries: [],
      through: gone.offset,
      lost: new Map(),
    });
  });

  test("ephemeral takes an offset and keeps nothing, not even a floor", async () => {
    const { log, add, page, offsets } = await world();
    const kept = await add("a");
    const away = await add("a", { retention: "ephemeral" });
    const other = await add("b", { retention: "ephemeral", family: "b" });
    expect(away.offset).toBeGreaterThan(kept.offset);
    expect((await log.bounds()).head).toBe(other.offset);
    expect(await page([one("a"), one("b"), allOf("b")])).toMatchObject({
      entries: [{ offset: kept.offset }],
      through: other.offset,
      lost: new Map(),
    });
    for (const selection of [one("a"), one("b"), allOf("b")]) {
      expect(await log.floor(selection)).toEqual(none);
    }
    expect(await log.before(one("a"), 1)).toBe(kept.offset - 1);
    expect(await log.before(one("b"), 1)).toBe(other.offset);
    const next = await add("a");
    expect(await offsets([one("a")])).toEqual([kept.offset, next.offset]);
  });

  test("ephemeral entries do not count towards the events of an address", async () => {
    const { add, offsets } = await world();
    const retention = { maxEvents: 2, maxAgeMs: HOUR_MS };
    const a = await add("a", { retention });
    const b = await add("a", { retention });
    for (let n = 0; n < 5; n++) await add("a", { retention: "ephemeral" });
    expect(await offsets([one("a")])).toEqual([a.offset, b.offset]);
  });

  test("a loss is remembered for as long as a cursor may be old, and is no wrong answer after it", async () => {
    const { log, add, page, clock } = await world({ cursorMaxAgeMs: DAY_MS });
    const retention = { maxEvents: 9, maxAgeMs: 1_000 };
    const family = "visits";
    const gone = await add("visits(id=1)", { retention, family });
    const kept = await add("kept", {
      retention: { maxEvents: 9, maxAgeMs: 7 * DAY_MS },
    });
    await clock.advance(2_000);
    await log.bounds();
    await add("stir");
    await clock.advance(DAY_MS - 10_000);
    expect(await log.floor(one("visits(id=1)"))).toEqual({
      lost: gone.offset,
      expired: 0,
    });
    await clock.advance(DAY_MS);
    await add("stir");
    for (const selection of [one("visits(id=1)"), allOf(family)]) {
      const { lost, expired } = await log.floor(selection);
      expect(Math.max(lost, expired)).toBe(gone.offset);
      expect((await page([selection])).lost).toEqual(
        new Map([[selection, gone.offset]]),
      );
      expect((await page([selection], { after: gone.offset })).lost.size).toBe(
        0,
      );
    }
    // An address that still has all its entries has lost nothing.
    expect(await log.floor(one("kept"))).toEqual(none);
    expect((await page([one("kept")])).entries).toMatchObject([
      { offset: kept.offset },
    ]);
  });
}
