import { expect, test } from "vitest";
import {
  allOf,
  HOUR_MS,
  type MakeWorld,
  newEntry,
  one,
  someOf,
} from "./world.js";

export function familySuite(world: MakeWorld): void {
  const family = "f";
  const last = { maxEvents: 1, maxAgeMs: HOUR_MS };

  test("are read across their addresses in log order, and no others", async () => {
    const { add, offsets } = await world();
    const given: number[] = [];
    for (let n = 0; n < 10; n++) {
      given.push((await add(`f(x=${n % 3})`, { family })).offset);
      await add("f"); // of no family, whatever its name
      await add(`g(x=${n % 3})`, { family: "g" });
    }
    expect(await offsets([allOf(family)])).toEqual(given);
    expect(await offsets([someOf(family, ["f(x=1)", "g(x=1)"])])).toEqual(
      given.filter((_, n) => n % 3 === 1),
    );
    expect(await offsets([someOf(family, [])])).toEqual([]);
    expect(await offsets([allOf("none such")])).toEqual([]);
  });

  test("give each entry once, however many selections cover it", async () => {
    const { add, offsets } = await world();
    const given: number[] = [];
    for (let n = 0; n < 20; n++) {
      given.push((await add(`f(x=${n % 5})`, { family })).offset);
    }
    const selections = [
      one("f(x=1)"),
      allOf(family),
      someOf(family, ["f(x=1)", "f(x=2)"]),
      one("f(x=2)"),
      one("f(x=1)"),
      allOf(family),
    ];
    expect(await offsets(selections)).toEqual(given);
    expect(await offsets(selections, { maxEntries: 3 })).toEqual(given);
    expect(
      await offsets([one("f(x=1)"), someOf(family, ["f(x=1)", "f(x=2)"])]),
    ).toEqual(given.filter((_, n) => n % 5 === 1 || n % 5 === 2));
  });

  test("lose what their addresses lose, each selection only its own", async () => {
    const { log, add, page } = await world();
    const lost = await add("f(x=1)", { family, retention: last });
    await add("f(x=1)", { family, retention: last });
    await add("f(x=2)", { family, retention: last });
    const whole = allOf(family);
    const again = allOf(family);
    const hit = someOf(family, ["f(x=1)", "f(x=9)"]);
    const spared = someOf(family, ["f(x=2)"]);
    const address = one("f(x=1)");
    const same = one("f(x=1)");
    const other = one("f(x=2)");
    const all = [whole, again, hit, spared, address, same, other];
    const told = await page(all);
    expect(told.lost).toEqual(
      new Map(
        [whole, again, hit, address, same].map((it) => [it, lost.offset]),
      ),
    );
    for (const selection of all) {
      expect(await log.floor(selection)).toEqual({
        lost: told.lost.get(selection) ?? 0,
        expired: 0,
      });
    }
    expect((await page(all, { after: lost.offset })).lost.size).toBe(0);
  });

  test("know the last loss of many, by whichever of them", async () => {
    const { log, add } = await world();
    const a1 = await add("f(x=a)", { family, retention: last });
    const b1 = await add("f(x=b)", { family, retention: last });
    await add("f(x=c)", { family, retention: last });
    const some = someOf(family, ["f(x=a)", "f(x=c)"]);
    await add("f(x=b)", { family, retention: last });
    expect((await log.floor(allOf(family))).lost).toBe(b1.offset);
    expect((await log.floor(some)).lost).toBe(0);
    const a2 = await add("f(x=a)", { family, retention: last }); // an older loss, later
    expect((await log.floor(allOf(family))).lost).toBe(b1.offset);
    expect((await log.floor(some)).lost).toBe(a1.offset);
    await add("f(x=a)", { family, retention: last });
    expect((await log.floor(allOf(family))).lost).toBe(a2.offset);
    expect((await log.floor(some)).lost).toBe(a2.offset);
  });

  test("lose what is too old, and what is never kept", async () => {
    const { log, add, page, clock } = await world();
    const retention = { maxEvents: 9, maxAgeMs: 1_000 };
    const old = await add("f(x=1)", { family, retention });
    await clock.advance(2_000);
    expect((await log.floor(allOf(family))).lost).toBe(old.offset);
    const gone = await add("f(x=2)", { family, retention: "none" });
    const away = await add("f(x=3)", { family, retention: "ephemeral" });
    const whole = allOf(family);
    const first = someOf(family, ["f(x=1)"]);
    const third = someOf(family, ["f(x=3)"]);
    expect(await page([whole, first, third])).toEqual({
      entries: [],
      through: away.offset,
      lost: new Map([
        [whole, gone.offset],
        [first, old.offset],
      ]),
    });
    expect((await page([whole], { after: gone.offset })).lost.size).toBe(0);
  });

  test("find the offset before the last so many", async () => {
    const { log, add } = await world();
    const given: number[] = [];
    for (let n = 0; n < 12; n++) {
      given.push((await add(`f(x=${n % 4})`, { family })).offset);
      await add("other");
    }
    const some = someOf(family, ["f(x=0)", "f(x=1)"]);
    const ofSome = given.filter((_, n) => n % 4 < 2);
    for (const count of [1, 3, 5, 6, 50]) {
      const whole = await log.before(allOf(family), count);
      expect(given.filter((at) => at > whole)).toEqual(given.slice(-count));
      const part = await log.before(some, count);
      expect(ofSome.filter((at) => at > part)).toEqual(ofSome.slice(-count));
    }
    const { head } = await log.bounds();
    expect(await log.before(allOf(family), 0)).toBe(head);
    expect(await log.before(someOf(family, []), 5)).toBe(head);
  });

  test("of thousands of addresses, most of which have lost something", async () => {
    const { log, offsets } = await world();
    const kept = new Map<string, number>();
    for (let round = 0; round < 3; round++) {
      const batch = Array.from({ length: 3_000 }, (_, n) =>
        newEntry(`f(x=${(n * 7) % (3_000 - round * 500)})`, {
          family,
          retention: last,
        }),
      );
      const appended = await log.append(batch);
      for (const [n, { offset }] of appended.entries()) {
        const { address } = batch[n]!;
        kept.delete(address);
        kept.set(address, offset);
      }
    }
    expect(await offsets([allOf(family)], { maxEntries: 512 })).toEqual([
      ...kept.values(),
    ]);
    const even = [...kept.keys()].filter((_, n) => n % 2 === 0);
    expect(await offsets([someOf(family, even)], { maxEntries: 100 })).toEqual(
      even.map((address) => kept.get(address)),
    );
  });
}
