import { expect, test } from "vitest";
import type {
  Entry,
  NewEntry,
  Selection,
} from "../../../templates/runtime/engine/engine.js";
import { memoryClaims } from "../../../templates/runtime/engine/memory/memory-claims.js";
import { entryOf } from "../../../templates/runtime/engine/memory/memory-entry.js";
import { MemoryFamily } from "../../../templates/runtime/engine/memory/memory-family.js";
import { MemoryStore } from "../../../templates/runtime/engine/memory/memory-store.js";
import { OrderedMap } from "../../../templates/runtime/engine/memory/ordered-map.js";
import { allOf, newEntry, one } from "../../support/engine-suite/world.js";
import { FakeClock } from "../../support/fake-clock.js";

const brief = { maxEvents: 10, maxAgeMs: 1_000 };
const forever = { maxEvents: 1e9, maxAgeMs: 1e12 };

const make = (maxBytes: number) => {
  let now = 0;
  const store = new MemoryStore({
    maxBytes,
    maxFloorBytes: maxBytes / 8,
    cursorMaxAgeMs: 10_000,
    now: () => now,
  });
  const append = (address: string, more: Partial<NewEntry> = {}) =>
    store.append(
      newEntry(address, {
        data: JSON.stringify("x".repeat(78)),
        retention: brief,
        ...more,
      }),
      now,
    );
  return { store, append, at: (time: number) => (now = time) };
};

test("stays bounded with a million short-lived addresses", () => {
  const { store, append, at } = make(1_000_000);
  for (let i = 0; i < 100_000; i++) {
    at(i);
    append(`visitor(id=${i})`, { family: "visitor" });
  }
  expect(store.bytes).toBeLessThanOrEqual(1_000_000);
  const { topics, floors, slots } = store.size;
  expect(topics).toBeLessThanOrEqual(1_001);
  expect(floors).toBeLessThan(1_000);
  expect(slots).toBeLessThanOrEqual(2 * (topics + floors) + 1);
  expect(store.floor(one("visitor(id=5)")).expired).toBeGreaterThan(90_000);
  const { lost, expired } = store.floor(allOf("visitor"));
  expect(lost).toBe(100_000 - topics);
  expect(expired).toBe(lost - floors);
});

test("takes no more for many events than for those it keeps", () => {
  const { store, append } = make(1_000_000);
  const last = { maxEvents: 1, maxAgeMs: 1e12 };
  for (let i = 0; i < 10_000; i++) {
    append(`f(x=${i % 20})`, { family: "f", retention: last });
  }
  const { bytes, size } = store;
  expect(size.slots).toBeLessThanOrEqual(2 * 2 * 20 + 32);
  for (let i = 0; i < 10_000; i++) {
    append(`f(x=${i % 20})`, { family: "f", retention: last });
  }
  expect(store.bytes - bytes).toBeLessThan(1_000); // ids have become longer
});

test.each([
  ["nothing", forever],
  ["something", { maxEvents: 1, maxAgeMs: 1e12 }],
])("looks only at what is new in a family that lost %s", (_, retention) => {
  const { store, append } = make(1e9);
  const more = { family: "f", retention };
  for (let i = 0; i < 10_000; i++) append(`f(x=${i % 5_000})`, more);
  for (let i = 0; i < 3; i++) append("f(x=8)", more); // it has lost lately
  let asked = 0;
  const only = (included: RegExp): Selection => ({
    family: "f",
    includes(address) {
      asked++;
      return included.test(address);
    },
  });
  const odd = only(/[13579]\)$/);
  const query = { after: store.head - 13, maxEntries: 100, maxBytes: 1e6 };
  const page = store.read({ ...query, selections: [odd, only(/none/)] });
  expect(page).toMatchObject({ lost: new Map(), through: store.head });
  expect(page.entries).toHaveLength(5);
  store.before(odd, 5);
  expect(asked).toBeLessThanOrEqual(50);
});

test("looks for the losses of a selection once, and again when there are more", () => {
  const family = new MemoryFamily();
  const add = (offset: number, address: string): Entry => {
    const entry = entryOf(newEntry(address), undefined, offset, 0);
    family.add(entry);
    return entry;
  };
  const chatty = Array.from({ length: 1_000 }, (_, n) => add(n + 1, `x${n}`));
  const quiet = add(1_001, "quiet");
  const latest = add(1_002, "x0");
  for (const entry of chatty) family.lose(entry, 0);
  let asked = 0;
  const of = {
    family: "f",
    includes: (address: string) => (asked++, address === "quiet"),
  };
  expect([0, 0, 10, 500].map((at) => family.lostAfter(at, of))).toEqual([
    0, 0, 0, 0,
  ]);
  expect(asked).toBe(1_000);
  family.lose(quiet, 0);
  family.lose(latest, 1);
  expect([500, 0, 1_000, 1_001].map((at) => family.lostAfter(at, of))).toEqual([
    1_001, 1_001, 1_001, 0,
  ]);
  expect(asked).toBe(1_000 + 2 * 2);
  family.forget(1_001);
  expect([family.lostAfter(1_000, of), family.expired]).toEqual([0, 1_001]);
});

test("counts nothing where nothing is left", () => {
  const { store, append, at } = make(1_000_000);
  for (let i = 0; i < 1_500; i++) {
    append(`a(x=${i % 300})`, {
      ...(i % 2 ? { family: "a" } : {}),
      ...(i % 3 ? { headers: '{"a":1}', key: "k", latest: "l" } : {}),
      ...(i % 97 ? {} : { retention: "none" }),
      data: i % 5 ? '"é"' : '"я"',
    });
  }
  expect(store.bytes).toBeGreaterThan(0);
  at(2_000);
  store.floor(one("any"));
  expect(store.bytes).toBe(0);
  at(20_000);
  store.floor(one("any"));
  const { topics, floors, slots } = store.size;
  expect([topics, floors]).toEqual([0, 0]);
  expect(slots).toBeLessThanOrEqual(32); // so few are not worth dropping
});

test("counts two bytes a character where it takes them", () => {
  const [ascii, latin, cyrillic] = ["e", "é", "я"].map((letter) => {
    const { store, append } = make(1_000_000);
    append("a", { id: "i", data: letter.repeat(100) });
    return store.bytes;
  });
  expect(latin).toBe(ascii);
  expect(cyrillic).toBe(ascii! + 100);
});

test("forgets losses in time, and then of each family by itself", () => {
  const { store, append, at } = make(1_000_000);
  append("f(x=1)", { family: "f" });
  append("g(x=1)", { family: "g", retention: forever });
  at(2_000);
  append("f(x=2)", { family: "f" });
  expect(store.floor(allOf("f"))).toEqual({ lost: 1, expired: 0 });
  at(4_000);
  expect(store.floor(allOf("f"))).toEqual({ lost: 3, expired: 0 });
  at(12_500);
  expect(store.floor(one("f(x=1)"))).toEqual({ lost: 0, expired: 1 });
  expect(store.floor(one("f(x=2)"))).toEqual({ lost: 3, expired: 0 });
  expect(store.floor(allOf("f"))).toEqual({ lost: 3, expired: 1 });
  at(15_000);
  expect(store.floor(one("f(x=2)"))).toEqual({ lost: 0, expired: 3 });
  expect(store.floor(one("f(x=3)"))).toEqual({ lost: 0, expired: 3 });
  expect(store.floor(allOf("f"))).toEqual({ lost: 0, expired: 3 });
  expect(store.floor(one("g(x=1)"))).toEqual({ lost: 0, expired: 0 });
  expect(store.floor(allOf("g"))).toEqual({ lost: 0, expired: 0 });
});

test("an address with events keeps its own floor, whatever else is forgotten", () => {
  const { store, append, at } = make(100_000);
  append("quiet", { retention: forever });
  for (let i = 0; i < 5_000; i++) {
    at(i * 10);
    append(`visitor(id=${i})`, { retention: { maxEvents: 1, maxAgeMs: 5 } });
  }
  expect(store.floor(one("visitor(id=1)")).expired).toBeGreaterThan(0);
  expect(store.floor(one("quiet"))).toEqual({ lost: 0, expired: 0 });
  const page = store.read({
    selections: [one("quiet")],
    after: 0,
    maxEntries: 10,
    maxBytes: 1e6,
  });
  expect([page.entries.length, page.lost.size, page.through]).toEqual([
    1, 0, 5_001,
  ]);
});

test("the ordered map knows its oldest", () => {
  const map = new OrderedMap<number>();
  for (const [key, value] of Object.entries({ a: 1, b: 2, c: 3 }))
    map.set(key, value);
  map.set("a", 4);
  map.delete("b");
  expect([map.oldest()?.key, map.size, map.get("a"), map.get("b")]).toEqual([
    "c",
    2,
    4,
    undefined,
  ]);
  map.delete("c");
  map.delete("a");
  expect(map.oldest()).toBe(undefined);
});

test("claims are bounded, the oldest answers going first", async () => {
  const claims = memoryClaims(new FakeClock(), 3);
  const claim = (key: string) => claims.claim(key, "h", 1_000);
  await claim("running");
  for (const key of ["a", "b", "c", "d"]) {
    const got = await claim(key);
    if (got.state === "claimed") await claims.settle(key, got.token, key);
  }
  expect([(await claim("running")).state, (await claim("d")).state]).toEqual([
    "pending",
    "done",
  ]);
  expect(await claim("a")).toMatchObject({ state: "claimed", again: false });
});
