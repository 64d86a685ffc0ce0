import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { EntryCache } from "../../../templates/runtime/engine/sqlite/entry-cache.js";
import {
  bootId,
  isSameBoot,
  isSameFile,
  mayRun,
} from "../../../templates/runtime/engine/sqlite/machine.js";
import { load, store } from "../../../templates/runtime/engine/sqlite/texts.js";
import {
  readWitness,
  Witness,
} from "../../../templates/runtime/engine/sqlite/witness.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

test.each(["", "plain", "é 🙂", "a\0b", "\0", "lone \ud800", "\udc00\0"])(
  "a string comes back as it was: %j",
  (text) => {
    expect(load(store(text))).toBe(text);
  },
);

test("only what SQLite's text cannot hold is kept as bytes", () => {
  expect(["plain", "é ü ß 漢字"].map((text) => typeof store(text))).toEqual([
    "string",
    "string",
  ]);
  expect(store("a\0b")).toBeInstanceOf(Uint8Array);
});

test("boots are told apart, by their id or by their time, about", () => {
  expect(isSameBoot(bootId(), bootId())).toBe(true);
  expect(isSameBoot("a", "b")).toBe(false);
  expect(isSameBoot("at 1000", "at 1002")).toBe(true);
  expect(isSameBoot("at 1000", "at 1010")).toBe(false);
  expect(isSameBoot("at 1000", "a")).toBe(false);
});

test("files are told apart by number and time of birth, where that is known", () => {
  const file = { inode: "7", birth: "100" };
  expect(isSameFile(file, { ...file })).toBe(true);
  expect(isSameFile(file, { inode: "8", birth: "100" })).toBe(false);
  expect(isSameFile(file, { inode: "7", birth: "200" })).toBe(false);
  expect(isSameFile(file, { inode: "7", birth: "0" })).toBe(true);
});

test("a process that runs is not taken for dead", () => {
  expect(mayRun(process.pid)).toBe(true);
  expect(mayRun(2 ** 30)).toBe(false);
});

test("a witness says what it was told last, and nothing where it makes no sense", () => {
  const path = join(temporaryFolder(), "log.db");
  expect(readWitness(path)).toBe(undefined);
  const witness = new Witness(path);
  expect(readWitness(path)).toBe(undefined);
  witness.write({ epoch: "a", offset: 1_234_567 });
  witness.write({ epoch: "b", offset: 8 });
  expect(readWitness(path)).toEqual({ epoch: "b", offset: 8 });
  witness.close();
  for (const content of ["", "b", "b x", "b -1", " 8", "\0\0\0\0"]) {
    writeFileSync(`${path}-proof`, content);
    expect(readWitness(path)).toBe(undefined);
  }
});

const entry = (offset: number, length = 0) => ({
  offset,
  time: 0,
  address: "a",
  type: "t",
  id: "i",
  data: "x".repeat(length),
  schema: "h",
});

test("the cache keeps what was asked for last, within its bytes", () => {
  const cache = new EntryCache(10_000);
  for (let n = 1; n <= 100; n++) {
    cache.add(entry(n));
    cache.get(1);
  }
  const kept = Array.from({ length: 100 }, (_, n) => cache.get(n + 1));
  const count = kept.filter(Boolean).length;
  expect(count).toBeGreaterThanOrEqual(40);
  expect(count).toBeLessThanOrEqual(80);
  expect([kept[0]?.offset, kept[99]?.offset]).toEqual([1, 100]);
  expect(kept[1]).toBe(undefined);
  cache.add(entry(101, 100_000));
  expect(cache.get(101)).toBe(undefined);
});
