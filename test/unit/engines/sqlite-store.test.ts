/** What stands in the file: bounded, counted right, and cleared away step by step. */
import { statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { expect, onTestFinished, test, vi } from "vitest";
import type { NewEntry } from "../../../templates/runtime/engine/engine.js";
import {
  sqliteEngine,
  type SqliteEngineOptions,
} from "../../../templates/runtime/engine/sqlite/sqlite-engine.js";
import { allOf, newEntry, one } from "../../support/engine-suite/world.js";
import { FakeClock } from "../../support/fake-clock.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const DAY_MS = 24 * 3_600_000;

function make(options: Partial<SqliteEngineOptions> = {}) {
  const path = join(temporaryFolder(), "log.db");
  const clock = new FakeClock();
  const engine = sqliteEngine({ path, clock, durability: "off", ...options });
  onTestFinished(() => engine.close());
  const { log, claims } = engine;
  /** A number that the file has, whoever asks. */
  const ask = (sql: string): number => {
    const db = new DatabaseSync(path);
    const row: { readonly n: number } = db
      .prepare(`SELECT (${sql}) AS n`)
      .get();
    db.close();
    return row.n;
  };
  const append = (
    count: number,
    entry: (n: number) => [string, Partial<NewEntry>],
  ) =>
    log.append(Array.from({ length: count }, (_, n) => newEntry(...entry(n))));
  return { path, clock, engine, log, claims, ask, append };
}

test("strings that SQLite's text cannot hold come back whole", async () => {
  const { log, append } = make();
  const odd = "a\0b \ud800 🙂";
  await append(2, () => [
    `odd(x=${odd})`,
    { id: odd, key: odd, latest: odd, type: odd, schema: odd, family: odd },
  ]);
  const { entries } = await log.read({
    selections: [one(`odd(x=${odd})`), allOf(odd)],
    after: 0,
    maxEntries: 10,
    maxBytes: 1e6,
  });
  expect(entries).toHaveLength(2);
  expect(entries[1]).toMatchObject({
    address: `odd(x=${odd})`,
    id: odd,
    key: odd,
    latest: odd,
    type: odd,
    schema: odd,
    family: odd,
  });
  expect((await log.floor(one("odd(x=a"))).lost).toBe(0);
});

test("stays bounded with very many short-lived addresses and ids", async () => {
  const { log, ask, append, clock } = make({ maxBytes: 800_000 });
  for (let round = 0; round < 60; round++) {
    await append(500, (n) => [
      `visitor(id=${round}-${n})`,
      {
        family: "visitor",
        dedupe: true,
        retention: { maxEvents: 10, maxAgeMs: 1_000 },
      },
    ]);
    await clock.advance(2_000);
  }
  expect(ask("SELECT count(*) FROM entries")).toBeLessThanOrEqual(2_000);
  expect(ask("SELECT count(*) FROM addresses")).toBeLessThan(2_500);
  expect(ask("SELECT count(*) FROM ids")).toBeLessThan(2_500);
  expect((await log.floor(one("visitor(id=0-1)"))).expired).toBeGreaterThan(
    20_000,
  );
  const { lost, expired } = await log.floor(allOf("visitor"));
  expect(expired).toBeGreaterThan(20_000);
  expect(lost).toBeGreaterThan(expired);
});

test("counts nothing where nothing is left", async () => {
  const { ask, append, clock, engine } = make();
  for (let round = 0; round < 5; round++) {
    await append(300, (n) => [
      `a(x=${n % 70})`,
      {
        dedupe: n % 2 === 0,
        ...(n % 2 ? { family: "a" } : {}),
        ...(n % 3 ? { headers: '{"a":"é"}', key: "k\0", latest: "l" } : {}),
        ...(n % 97 ? {} : { retention: "none" }),
        data: n % 5 ? '"é"' : '"я 🙂"',
      },
    ]);
  }
  expect(ask("SELECT bytes FROM state")).toBe(
    ask("SELECT sum(size) FROM entries"),
  );
  expect(ask("SELECT addresses FROM state")).toBe(70);
  expect(ask("SELECT ids FROM state")).toBe(ask("SELECT count(*) FROM ids"));
  await clock.advance(2 * DAY_MS);
  for (let step = 0; step < 30; step++) {
    await append(1, () => ["b", { retention: "ephemeral" }]);
  }
  expect(ask("SELECT bytes + ids FROM state")).toBe(0);
  await clock.advance(8 * DAY_MS);
  await engine.log.bounds();
  expect(ask("SELECT addresses FROM state")).toBe(0);
  expect(ask("SELECT count(*) FROM addresses")).toBe(0);
});

test("what is to go goes in small steps, and all of it in the end", async () => {
  const { ask, append } = make();
  await append(2_000, () => [
    "a",
    { retention: { maxEvents: 1e6, maxAgeMs: DAY_MS } },
  ]);
  const few = { retention: { maxEvents: 10, maxAgeMs: DAY_MS } };
  const counts: number[] = [];
  do {
    await append(1, () => ["a", few]);
    counts.push(ask("SELECT count(*) FROM entries"));
  } while (counts.at(-1)! > 10);
  expect(counts.at(-1)).toBe(10);
  const steps = counts.map((count, n) => (counts[n - 1] ?? 2_000) - count);
  expect(Math.max(...steps)).toBeLessThanOrEqual(100);
  expect(counts.length).toBeGreaterThan(15);
});

test("space that becomes free is used again", async () => {
  const { path, append, log, engine } = make({ maxBytes: 2_000_000 });
  const data = JSON.stringify("x".repeat(500));
  const sizes: number[] = [];
  for (let round = 0; round < 8; round++) {
    for (let batch = 0; batch < 20; batch++) {
      await append(200, (n) => [`a(x=${n % 30})`, { data }]);
    }
    const { head } = await log.bounds();
    sizes.push(head);
  }
  await engine.close();
  expect(sizes.at(-1)).toBe(32_000);
  expect(statSync(path).size).toBeLessThan(2_000_000 * 1.3);
});

test("what passes is gone after some seconds", async () => {
  const { path, ask, append, clock } = make();
  const other = sqliteEngine({ path, clock, durability: "off" });
  onTestFinished(() => other.close());
  await other.log.tail({ entries() {}, reset() {} });
  await append(50, () => ["a", { retention: "ephemeral" }]);
  await append(50, () => ["a", { retention: "none" }]);
  await append(50, () => [
    "b",
    { retention: { maxEvents: 5, maxAgeMs: DAY_MS } },
  ]);
  expect(ask("SELECT count(*) FROM passing")).toBe(145);
  await clock.advance(5_000);
  for (let step = 0; step < 4; step++) await append(1, () => ["c", {}]);
  expect(ask("SELECT count(*) FROM passing")).toBe(0);
});

test("claims are bounded, the oldest answers going first", async () => {
  const { ask, claims } = make({ maxClaims: 20 });
  await claims.claim("running", "h", 10_000);
  for (let n = 0; n < 60; n++) {
    const claim = await claims.claim(`k${n}`, "h", 10_000 + n);
    if (claim.state === "claimed")
      await claims.settle(`k${n}`, claim.token, "1");
  }
  expect(ask("SELECT count(*) FROM claims")).toBeLessThanOrEqual(21);
  expect(ask("SELECT claims FROM state")).toBe(
    ask("SELECT count(*) FROM claims"),
  );
  expect((await claims.claim("running", "h", 10_000)).state).toBe("pending");
  expect((await claims.claim("k59", "h", 10_000)).state).toBe("done");
});

test("the write-ahead log is brought into the database, and begins anew", async () => {
  const { ask, append } = make();
  const data = JSON.stringify("x".repeat(2_000));
  await vi.waitUntil(
    async () => {
      await append(200, () => ["a", { data }]);
      return ask("SELECT value FROM meta WHERE key = 'restarts'") >= 2;
    },
    { timeout: 25_000, interval: 1 },
  );
  expect(ask("SELECT head FROM state")).toBe(
    ask("SELECT max(offset) FROM entries"),
  );
});
