/** Whatever is wrong with the file: one defined answer, and the process goes on. */
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { expect, onTestFinished, test, vi } from "vitest";
import { EngineUnavailable } from "../../../templates/runtime/core/errors.js";
import type {
  Bounds,
  Engine,
  Entry,
} from "../../../templates/runtime/engine/engine.js";
import {
  sqliteEngine,
  type SqliteEngineOptions,
} from "../../../templates/runtime/engine/sqlite/sqlite-engine.js";
import { syncFile } from "../../../templates/runtime/engine/sqlite/syncs.js";
import { newEntry, one } from "../../support/engine-suite/world.js";
import { FakeClock } from "../../support/fake-clock.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { EngineProcess } from "./child.js";

const newPath = (): string => join(temporaryFolder(), "log.db");

function open(path: string, more: Partial<SqliteEngineOptions> = {}): Engine {
  const engine = sqliteEngine({ path, ...more });
  onTestFinished(() => engine.close());
  return engine;
}

/** A file with so many entries, and nobody has it open. */
async function fileWith(path: string, count: number): Promise<void> {
  const engine = sqliteEngine({ path });
  await engine.log.append(
    Array.from({ length: count }, () =>
      newEntry("a", { data: JSON.stringify("x".repeat(200)) }),
    ),
  );
  await engine.close();
}

/** Another program that has the file open. */
function another(path: string): InstanceType<typeof DatabaseSync> {
  const db = new DatabaseSync(path);
  onTestFinished(() => db.close());
  return db;
}

/** How often this process has it open, where that can be seen. */
function filesOpen(path: string): number {
  const folder = "/proc/self/fd";
  if (!existsSync(folder)) return 0;
  return readdirSync(folder).filter((fd) => {
    try {
      return readlinkSync(join(folder, fd)).startsWith(path);
    } catch {
      return false; // closed since
    }
  }).length;
}

const add = ({ log }: Engine) => log.append([newEntry("a")]);

/** Why a call was refused. */
async function refusal(call: Promise<unknown>): Promise<string> {
  const error: unknown = await call.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(EngineUnavailable);
  return String(error);
}

/** Why every call is refused, whatever is asked of a file that is no good. */
async function refusals(engine: Engine): Promise<string> {
  const { log, claims, leases } = engine;
  const listener = { entries() {}, reset() {} };
  const all = [
    await refusal(add(engine)),
    await refusal(log.bounds()),
    await refusal(log.floor(one("a"))),
    await refusal(log.tail(listener)),
    await refusal(claims.claim("k", "h", 1_000)),
    await refusal(leases.acquire("n", "h", 1_000)),
  ];
  expect(new Set(all).size).toBe(1);
  return all[0]!;
}

/** As soon as the engine tries the file again. */
const mended = (engine: Engine): Promise<Bounds> =>
  vi.waitUntil(() => engine.log.bounds().catch(() => undefined), {
    timeout: 20_000,
  }) as Promise<Bounds>;

test("locked: is tried until the time is over, without holding up the process, and works again", async () => {
  const path = newPath();
  const engine = open(path, { busyTimeoutMs: 60 });
  await add(engine);
  const other = another(path);
  other.exec("BEGIN IMMEDIATE");
  let ticks = 0;
  const ticking = setInterval(() => ticks++, 1);
  expect(await refusal(add(engine))).toMatch(/is locked by another process/);
  clearInterval(ticking);
  expect(ticks).toBeGreaterThan(2);
  expect(await refusal(engine.claims.claim("k", "h", 1_000))).toMatch(
    /is locked/,
  );
  expect((await engine.log.bounds()).head).toBe(1); // reading goes on
  other.exec("ROLLBACK");
  expect(await add(engine)).toMatchObject([{ offset: 2 }]);
});

test("locked for a moment: calls wait, in their order", async () => {
  const path = newPath();
  const engine = open(path);
  await add(engine);
  const other = another(path);
  other.exec("BEGIN IMMEDIATE");
  const appends = Array.from({ length: 5 }, () => add(engine));
  await new Promise((resolve) => setImmediate(resolve));
  other.exec("ROLLBACK");
  const offsets = (await Promise.all(appends)).flat().map((it) => it.offset);
  expect(offsets).toEqual([2, 3, 4, 5, 6]);
});

test("locked when it is opened: opens once it is free, and keeps no more files open for having tried", async () => {
  const path = newPath();
  await fileWith(path, 1);
  const other = another(path);
  other.exec("PRAGMA journal_mode = WAL; BEGIN IMMEDIATE");
  const engine = open(path, { busyTimeoutMs: 100 });
  await refusal(engine.log.bounds());
  const before = filesOpen(path);
  for (let n = 0; n < 3; n++) {
    expect(await refusal(engine.log.bounds())).toMatch(/is locked/);
  }
  expect(filesOpen(path)).toBe(before);
  other.exec("ROLLBACK");
  expect((await engine.log.bounds()).head).toBe(1);
});

test("full: nothing is appended, what is there can be read, and room that becomes free is used", async () => {
  const clock = new FakeClock();
  const engine = open(newPath(), { clock, machine: { maxPages: 64 } });
  const { log } = engine;
  const heard: Entry[] = [];
  await log.tail({ entries: (more) => heard.push(...more), reset() {} });
  const retention = { maxEvents: 1_000_000, maxAgeMs: 60_000 };
  const data = JSON.stringify("x".repeat(1_000));
  const append = () => log.append([newEntry("a", { data, retention })]);
  let count = 0;
  while (await append().catch(() => undefined)) count++;
  expect(count).toBeGreaterThan(100);
  expect(await refusal(append())).toMatch(/the disk is full/);
  const { head, epoch } = await log.bounds();
  expect(head).toBe(count);
  expect(heard).toHaveLength(count);
  const page = await log.read({
    selections: [one("a")],
    after: 0,
    maxEntries: 10_000,
    maxBytes: 1e9,
  });
  expect(page.entries).toEqual(heard);
  await clock.advance(61_000);
  const [next] = await append();
  expect(next!.offset).toBe(count + 1);
  expect((await log.bounds()).epoch).toBe(epoch);
});

test.each([
  [
    "not a database",
    "some text, long enough to be taken for a header of 100 bytes ".repeat(9),
  ],
  ["not a database, and short", "short"],
])("%s: is refused and left as it is", async (_, content) => {
  const path = newPath();
  writeFileSync(path, content);
  const engine = open(path);
  expect(await refusals(engine)).toMatch(/is not a SQLite database/);
  expect(readFileSync(path, "utf8")).toBe(content);
  renameSync(path, `${path}.aside`);
  expect((await mended(engine)).head).toBe(0);
});

test("someone else's database is refused and left as it is", async () => {
  const path = newPath();
  const theirs = new DatabaseSync(path);
  theirs.exec("CREATE TABLE users (name)");
  theirs.close();
  const before = readFileSync(path);
  expect(await refusals(open(path))).toMatch(
    /is a SQLite database of something else/,
  );
  expect(readFileSync(path).equals(before)).toBe(true);
});

test("from a newer version: is refused and left as it is", async () => {
  const path = newPath();
  await fileWith(path, 1);
  const newer = new DatabaseSync(path);
  newer.exec("PRAGMA user_version = 99");
  newer.close();
  const before = readFileSync(path);
  expect(await refusals(open(path))).toMatch(/newer version .*format 99/);
  expect(readFileSync(path).equals(before)).toBe(true);
});

test("damaged: says so, and begins anew once it is moved away", async () => {
  const path = newPath();
  await fileWith(path, 500);
  const { size } = statSync(path);
  const fd = openSync(path, "r+");
  for (let at = 4_096; at < size; at += 4_096) {
    writeSync(fd, Buffer.alloc(4_096, 0x5a), 0, 4_096, at);
  }
  const engine = open(path);
  expect(await refusals(engine)).toMatch(/is damaged: .*move it/);
  for (const end of ["", "-wal", "-shm", "-proof"]) {
    if (existsSync(path + end)) renameSync(path + end, `${path}.bad${end}`);
  }
  expect((await mended(engine)).head).toBe(0);
  expect(await add(engine)).toMatchObject([{ offset: 1 }]);
});

test("damaged while it is open: what reads the damage is refused, the process goes on", async () => {
  const path = newPath();
  await fileWith(path, 500);
  const engine = open(path);
  await engine.log.bounds();
  const fd = openSync(path, "r+");
  for (let at = 4_096 * 12; at < statSync(path).size; at += 4_096) {
    writeSync(fd, Buffer.alloc(4_096, 0x5a), 0, 4_096, at);
  }
  const read = engine.log.read({
    selections: [one("a")],
    after: 0,
    maxEntries: 500,
    maxBytes: 1e9,
  });
  expect(await refusal(read)).toMatch(/is damaged/);
});

const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

test.skipIf(process.platform === "win32")(
  "read-only, the file or its folder: says whose it must be",
  async () => {
    const path = newPath();
    await fileWith(path, 1);
    const folder = join(path, "..");
    chmodSync(folder, 0o755);
    chmodSync(path, 0o444);
    const start = () =>
      EngineProcess.start({ path }, isRoot ? NOBODY : undefined);
    const reader = await start();
    await expect(reader.call("append", [newEntry("a")])).rejects.toThrow(
      /cannot be (written|opened)/,
    );
    await reader.kill();

    chmodSync(folder, 0o555);
    rmSync(`${path}-proof`, { force: true });
    if (isRoot) chownSync(path, NOBODY, NOBODY);
    chmodSync(path, 0o644);
    const writer = await start();
    await expect(writer.call("append", [newEntry("a")])).rejects.toThrow(
      /cannot be (written|opened)/,
    );
    chmodSync(folder, 0o755);
  },
);

test.each([":memory:", "file:log.db?mode=ro"])(
  "no file at all, %s: is refused at once",
  (path) => {
    expect(() => sqliteEngine({ path })).toThrow(/memoryEngine/);
  },
);

test("no folder: is made", async () => {
  const path = join(temporaryFolder(), "a", "b", "log.db");
  await add(open(path));
  expect(existsSync(path)).toBe(true);
});

test("a folder in the file's place, and a file in the folder's: says so", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "log.db"));
  expect(await refusals(open(join(folder, "log.db")))).toMatch(
    /cannot be opened/,
  );
  writeFileSync(join(folder, "file"), "");
  expect(await refusals(open(join(folder, "file", "log.db")))).toMatch(
    /cannot be opened/,
  );
});

test("removed while it is open: a new log begins under a new epoch, and tails hear of it", async () => {
  const path = newPath();
  const engine = open(path);
  const resets: Bounds[] = [];
  let hear: (() => void) | undefined;
  const reset = new Promise<void>((resolve) => (hear = resolve));
  const { bounds } = await engine.log.tail({
    entries() {},
    reset(at) {
      resets.push(at);
      hear?.();
    },
  });
  await add(engine);
  for (const end of ["", "-wal", "-shm", "-proof"]) {
    rmSync(path + end, { force: true });
  }
  await reset;
  expect(resets[0]!.epoch).not.toBe(bounds.epoch);
  expect(await add(engine)).toMatchObject([{ offset: 1 }]);
  expect(existsSync(path)).toBe(true);
});

test("a sync that fails: nothing is acknowledged or told on its word, nor on the next one's", async () => {
  const path = newPath();
  let fails = false;
  let syncs = 0;
  const engine = open(path, {
    machine: {
      sync: async (fd) => {
        syncs++;
        if (fails) throw new Error("EIO");
        await syncFile(fd);
      },
    },
  });
  const heard: Entry[] = [];
  const resets: Bounds[] = [];
  await engine.log.tail({
    entries: (more) => heard.push(...more),
    reset: (at) => resets.push(at),
  });
  await add(engine);
  fails = true;
  expect(await refusal(add(engine))).toMatch(/could not be synced/);
  expect(heard).toHaveLength(1);
  const before = syncs;
  expect(await add(engine)).toMatchObject([{ offset: 3 }]);
  expect(syncs).toBe(before); // written anew, into the database itself
  expect(heard.map(({ offset }) => offset)).toEqual([1, 2, 3]);
  expect(resets).toEqual([]);
  fails = false;
  expect(await add(engine)).toMatchObject([{ offset: 4 }]);
  expect(syncs).toBe(before + 1);
});
