import { expect, test } from "vitest";
import { allOf, type MakeWorld, newEntry, one, someOf } from "./world.js";

export function pagesSuite(world: MakeWorld): void {
  test("merge addresses in log order, up to the head", async () => {
    const { log, add, page } = await world();
    const given: number[] = [];
    for (const at of ["a", "c", "b", "b", "x", "a", "c", "x"]) {
      const { offset } = await add(at);
      if (at !== "x") given.push(offset);
    }
    const { entries, through, lost } = await page(["c", "b", "a"].map(one));
    expect(entries.map(({ offset }) => offset)).toEqual(given);
    expect(through).toBe((await log.bounds()).head);
    expect(lost.size).toBe(0);
    expect(await page([])).toEqual({ entries: [], through, lost: new Map() });
  });

  test.each([1, 3, 7, 100])(
    "of at most %d entries, from page to page",
    async (maxEntries) => {
      const { log, page, offsets } = await world();
      const names = Array.from({ length: 10 }, (_, n) => `f(x=${n})`);
      const batch = Array.from({ length: 60 }, (_, n) =>
        n % 4 === 0
          ? newEntry("other")
          : newEntry(names[(n * 7) % 10]!, { family: "f" }),
      );
      const appended = await log.append(batch);
      const of = (wanted: (address: string) => boolean): number[] =>
        appended
          .filter((_, n) => wanted(batch[n]!.address))
          .map(({ offset }) => offset);
      const selections = [
        [one("other"), one(names[1]!)],
        [allOf("f")],
        [someOf("f", names.slice(0, 2)), one("other")],
      ] as const;
      const wanted = [
        of((at) => at === "other" || at === names[1]),
        of((at) => at !== "other"),
        of((at) => at === "other" || at === names[0] || at === names[1]),
      ];
      for (const [index, selected] of selections.entries()) {
        const first = await page(selected, { maxEntries });
        expect(first.entries.length).toBeLessThanOrEqual(maxEntries);
        expect(await offsets(selected, { maxEntries })).toEqual(wanted[index]);
      }
    },
  );

  test("of about so many bytes, and never of nothing where there is something", async () => {
    const { add, page, offsets } = await world();
    const data = JSON.stringify("x".repeat(98));
    const given: number[] = [];
    for (let n = 0; n < 10; n++) {
      const { offset } = await add(n % 2 ? "f(x=1)" : "f(x=2)", {
        data,
        family: "f",
      });
      given.push(offset);
    }
    for (const selections of [[one("f(x=1)"), one("f(x=2)")], [allOf("f")]]) {
      const tiny = await page(selections, { maxBytes: 1 });
      expect(tiny.entries.map(({ offset }) => offset)).toEqual([given[0]]);
      expect(await offsets(selections, { maxBytes: 1 })).toEqual(given);
      const some = await page(selections, { maxBytes: 350 });
      expect(some.entries.length).toBeGreaterThan(0);
      expect(some.entries.length).toBeLessThanOrEqual(4);
      expect(await offsets(selections, { maxBytes: 350 })).toEqual(given);
    }
  });

  test("begin after any offset, also one of another address", async () => {
    const { add, page } = await world();
    const given: number[] = [];
    for (let n = 0; n < 12; n++) {
      const { offset } = await add(n % 3 ? "x" : "f(a=1)", { family: "f" });
      if (n % 3 === 0) given.push(offset);
    }
    for (let after = 0; after <= 12; after++) {
      for (const selection of [one("f(a=1)"), someOf("f", ["f(a=1)"])]) {
        const { entries, through } = await page([selection], { after });
        expect(entries.map(({ offset }) => offset)).toEqual(
          given.filter((offset) => offset > after),
        );
        expect(through).toBe(12);
      }
    }
  });

  test("say up to where they are whole, beside entries that are kept by nobody", async () => {
    const { log, add, page } = await world();
    await add("a");
    await add("a", { retention: "ephemeral" });
    const { through } = await page([one("a")]);
    expect(through).toBe((await log.bounds()).head);
  });
}
