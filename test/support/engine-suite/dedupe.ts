import { expect, test } from "vitest";
import { DAY_MS, HOUR_MS, type MakeWorld, newEntry, one } from "./world.js";

export function dedupeSuite(world: MakeWorld): void {
  const mine = { id: "mine", dedupe: true, data: "1" };

  test("the same id and body come once, and the second is given the first's place", async () => {
    const { log, add, page, clock } = await world();
    const first = await add("a", mine);
    await clock.advance(10);
    const { head } = await log.bounds();
    expect(await add("a", mine)).toEqual({ ...first, duplicate: true });
    expect((await page([one("a")])).entries).toHaveLength(1);
    expect((await log.bounds()).head).toBe(head);
  });

  test("also within one batch", async () => {
    const { log, page } = await world();
    const [first, second, other] = await log.append([
      newEntry("a", mine),
      newEntry("a", mine),
      newEntry("a", { ...mine, data: "2" }),
    ]);
    expect(first).toMatchObject({ duplicate: false, conflict: false });
    expect(second).toEqual({ ...first, duplicate: true });
    expect(other).toMatchObject({ duplicate: false, conflict: true });
    expect((await page([one("a")])).entries).toHaveLength(1);
  });

  test.each([
    ["data", { data: "2" }],
    ["headers", { headers: '{"a":1}' }],
  ])(
    "the same id with other %s is a conflict, and nothing is appended",
    async (_, more) => {
      const { log, add, page } = await world();
      await add("a", mine);
      const { head } = await log.bounds();
      const second = await add("a", { ...mine, ...more });
      expect(second).toMatchObject({ duplicate: false, conflict: true });
      expect((await log.bounds()).head).toBe(head);
      expect((await page([one("a")])).entries).toMatchObject([{ data: "1" }]);
      expect(await add("a", mine)).toMatchObject({ duplicate: true });
    },
  );

  test("ids are of one address and type", async () => {
    const { add } = await world();
    const all = [
      await add("a", mine),
      await add("b", mine),
      await add("a", { ...mine, type: "tock" }),
    ];
    expect(all.map(({ duplicate }) => duplicate)).toEqual([
      false,
      false,
      false,
    ]);
  });

  test("ids that nobody chose are not compared", async () => {
    const { add, page } = await world();
    const chance = { ...mine, dedupe: false };
    for (const more of [chance, chance, mine, chance]) {
      const { duplicate, conflict } = await add("a", more);
      expect([duplicate, conflict]).toEqual([false, false]);
    }
    expect((await page([one("a")])).entries).toHaveLength(4);
  });

  test.each([
    ["none", "none"],
    ["ephemeral", "ephemeral"],
    ["of one event", { maxEvents: 1, maxAgeMs: 1_000 }],
  ] as const)("ids outlive what is kept: %s", async (_, retention) => {
    const { add, clock } = await world();
    const first = await add("a", { ...mine, retention });
    await add("a", { retention });
    await clock.advance(DAY_MS - 1_000);
    expect(await add("a", { ...mine, retention })).toEqual({
      ...first,
      duplicate: true,
    });
    expect(await add("a", { ...mine, retention, data: "2" })).toMatchObject({
      conflict: true,
    });
  });

  test("for 24 hours, or as long as the history", async () => {
    const { add, clock } = await world();
    const week = { maxEvents: 10, maxAgeMs: 7 * DAY_MS };
    await add("hour", mine);
    await add("week", { ...mine, retention: week });
    await clock.advance(DAY_MS + HOUR_MS);
    expect(await add("hour", { ...mine, data: "2" })).toMatchObject({
      duplicate: false,
      conflict: false,
    });
    expect(await add("week", { ...mine, retention: week })).toMatchObject({
      duplicate: true,
    });
  });
}
