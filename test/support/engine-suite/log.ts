import { expect, test } from "vitest";
import type {
  Appended,
  Entry,
  NewEntry,
} from "../../../templates/runtime/engine/engine.js";
import { allOf, type MakeWorld, newEntry, one } from "./world.js";

/** An entry as the log is to give it back. */
function stored(entry: NewEntry, { offset, time }: Appended): Entry {
  const { dedupe: _dedupe, retention: _retention, ...rest } = entry;
  return { ...rest, offset, time };
}

export function logSuite(world: MakeWorld): void {
  test("begins empty, under an epoch", async () => {
    const { log, page } = await world();
    const bounds = await log.bounds();
    expect(bounds).toEqual({ epoch: expect.stringMatching(/^.+$/), head: 0 });
    expect(await page([one("a"), allOf("f")])).toEqual({
      entries: [],
      through: 0,
      lost: new Map(),
    });
    expect(await log.floor(one("a"))).toEqual({ lost: 0, expired: 0 });
    expect(await log.floor(allOf("f"))).toEqual({ lost: 0, expired: 0 });
    expect(await log.before(one("a"), 10)).toBe(0);
    expect(await log.before(allOf("f"), 10)).toBe(0);
  });

  test("gives offsets in the order of appending, and the time of its clock", async () => {
    const { log, clock } = await world();
    const began = clock.now();
    const first = await log.append(["a", "b", "a"].map((at) => newEntry(at)));
    await clock.advance(5_000);
    const second = await log.append([newEntry("b")]);
    const all = [...first, ...second];
    const offsets = all.map(({ offset }) => offset);
    expect(offsets).toEqual([...new Set(offsets)].sort((a, b) => a - b));
    expect(offsets.every((at) => Number.isSafeInteger(at) && at > 0)).toBe(
      true,
    );
    expect(all.map(({ time }) => time - began)).toEqual([0, 0, 0, 5_000]);
    expect(all.some((it) => it.duplicate || it.conflict)).toBe(false);
    expect((await log.bounds()).head).toBe(offsets.at(-1));
    expect(await log.append([])).toEqual([]);
  });

  test("keeps the order of calls that nobody waited for", async () => {
    const { log, offsets } = await world();
    const calls = Array.from({ length: 50 }, (_, n) =>
      log.append([newEntry("a", { data: String(n) }), newEntry("b")]),
    );
    const given = (await Promise.all(calls)).flat().map((it) => it.offset);
    expect(given).toEqual([...given].sort((a, b) => a - b));
    expect(await offsets([one("a"), one("b")])).toEqual(given);
  });

  test("gives back what was put in, and no keys that were not", async () => {
    const { log, page } = await world();
    const plain = newEntry("plain");
    const full = newEntry("orders(customerId=4%2F2)", {
      type: "order.created",
      id: 'it\'s "é" 🙂\n;--',
      dedupe: true,
      data: JSON.stringify({
        text: "ü 🙂 \u2028 '\"\\ \u0000",
        n: [1.5, null],
      }),
      headers: '{"trace":"é"}',
      key: "42",
      latest: "",
      family: "orders",
      schema: "h2",
    });
    const [a, b] = await log.append([plain, full]);
    const { entries } = await page([one(plain.address), one(full.address)]);
    const kept = [stored(plain, a!), stored(full, b!)];
    expect(entries).toStrictEqual(kept);
    expect((await page([allOf("orders")])).entries).toStrictEqual([kept[1]]);
  });

  test("keeps addresses apart, whatever their letters", async () => {
    const { add, page } = await world();
    const names = ["a", "A", "a%", "a_", "aa", "é", "a(b=1)", "a(b=1,c=2)"];
    for (const name of names) await add(name);
    for (const [index, name] of names.entries()) {
      const { entries } = await page([one(name)]);
      expect(entries.map(({ offset }) => offset)).toEqual([index + 1]);
    }
    expect((await page([one("none such")])).entries).toEqual([]);
  });

  test("finds the offset before the last so many", async () => {
    const { log, add } = await world();
    const mine: number[] = [];
    for (let n = 0; n < 6; n++) {
      mine.push((await add("mine")).offset);
      await add("other");
    }
    const { head } = await log.bounds();
    for (const count of [1, 2, 5, 6]) {
      const at = await log.before(one("mine"), count);
      expect(mine.filter((offset) => offset > at)).toEqual(mine.slice(-count));
    }
    const all = await log.before(one("mine"), 100);
    expect(mine.filter((offset) => offset > all)).toEqual(mine);
    expect(await log.before(one("mine"), 0)).toBe(head);
    expect(await log.before(one("never"), 3)).toBe(head);
  });
}
