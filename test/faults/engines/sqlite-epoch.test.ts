/** When the end of the log cannot be proved, a new epoch says so; and when it can, none does. */
import {
  copyFileSync,
  cpSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
} from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Bounds } from "../../../templates/runtime/engine/engine.js";
import {
  sqliteEngine,
  type SqliteEngineOptions,
} from "../../../templates/runtime/engine/sqlite/sqlite-engine.js";
import { syncFile } from "../../../templates/runtime/engine/sqlite/syncs.js";
import { newEntry, one } from "../../support/engine-suite/world.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { EngineProcess } from "./child.js";

function open(path: string, more: Partial<SqliteEngineOptions> = {}) {
  const engine = sqliteEngine({ path, ...more });
  onTestFinished(() => engine.close());
  return engine;
}

async function boundsOf(
  path: string,
  more: Partial<SqliteEngineOptions> = {},
): Promise<Bounds> {
  const engine = sqliteEngine({ path, ...more });
  const bounds = await engine.log.bounds();
  await engine.close();
  return bounds;
}

/** An engine that was killed after so many appends. */
async function killedAfter(
  path: string,
  appends: number,
  more: { durability?: "commit" | "group" | "off"; boot?: string } = {},
): Promise<Bounds> {
  const engine = await EngineProcess.start({ path, ...more });
  for (let n = 0; n < appends; n++) {
    await engine.call("append", [newEntry("a")]);
  }
  const bounds = await engine.call("bounds");
  await engine.kill();
  return bounds;
}

const newPath = (): string => join(temporaryFolder(), "log.db");

test("goes on after a close, a kill, and a move within the disk", async () => {
  const path = newPath();
  const { epoch } = await boundsOf(path);
  expect(await boundsOf(path)).toEqual({ epoch, head: 0 });
  expect(await killedAfter(path, 3)).toEqual({ epoch, head: 3 });
  expect(await boundsOf(path)).toEqual({ epoch, head: 3 });
  const moved = join(temporaryFolder(), "moved.db");
  for (const end of ["", "-proof", "-wal", "-shm"]) {
    if (statSync(path + end, { throwIfNoEntry: false })) {
      renameSync(path + end, moved + end);
    }
  }
  expect(await boundsOf(moved)).toEqual({ epoch, head: 3 });
});

test("a copy begins a new one, whatever is copied with it", async () => {
  const folder = temporaryFolder();
  const path = join(folder, "log.db");
  const { epoch } = await killedAfter(path, 3);
  const other = `${folder}-copy`;
  onTestFinished(() => rmSync(other, { recursive: true }));
  cpSync(folder, other, { recursive: true, preserveTimestamps: true });
  const copied = await boundsOf(join(other, "log.db"));
  expect(copied.epoch).not.toBe(epoch);
  expect(copied.head).toBe(3);
  expect(await boundsOf(path)).toEqual({ epoch, head: 3 });
});

test("a backup put back in its place begins a new one", async () => {
  const path = newPath();
  const before = open(path);
  await before.log.append([newEntry("a")]);
  const { epoch } = await before.log.bounds();
  await before.close();
  copyFileSync(path, `${path}.backup`);
  expect(await killedAfter(path, 3)).toEqual({ epoch, head: 4 });
  expect(await boundsOf(path)).toEqual({ epoch, head: 4 });
  copyFileSync(`${path}.backup`, path); // the same file, older content
  const restored = await boundsOf(path);
  expect(restored.epoch).not.toBe(epoch);
  expect(restored.head).toBeGreaterThanOrEqual(4); // no offset is used twice
});

test("without the note beside it, a new one begins", async () => {
  const path = newPath();
  const { epoch } = await killedAfter(path, 1);
  rmSync(`${path}-proof`);
  const { epoch: next } = await boundsOf(path);
  expect(next).not.toBe(epoch);
  expect((await boundsOf(path)).epoch).toBe(next);
});

test("cut below what was acknowledged, a new one begins", async () => {
  const path = newPath();
  const { epoch } = await killedAfter(path, 5);
  const wal = `${path}-wal`;
  truncateSync(wal, statSync(wal).size - 5_000);
  const cut = await boundsOf(path);
  expect(cut.epoch).not.toBe(epoch);
  const engine = open(path);
  const [next] = await engine.log.append([newEntry("a")]);
  expect(next!.offset).toBeGreaterThan(5);
});

test("what was not synced may be cut off: all that was acknowledged is there", async () => {
  const folder = temporaryFolder();
  const path = join(folder, "log.db");
  /** Up to where the disk has it for certain. */
  let synced = 0;
  const engine = open(path, {
    machine: {
      sync: async (fd) => {
        const { size } = statSync(`${path}-wal`);
        await syncFile(fd);
        synced = size;
      },
    },
  });
  const told: number[] = [];
  const { bounds } = await engine.log.tail({
    entries: (entries) => told.push(...entries.map(({ offset }) => offset)),
    reset: () => {},
  });
  let acknowledged = 0;
  const appends = Array.from({ length: 40 }, async (_, n) => {
    for (let wait = n; wait > 0; wait--) await Promise.resolve();
    const [appended] = await engine.log.append([newEntry("a")]);
    acknowledged = Math.max(acknowledged, appended!.offset);
  });
  await appends[10];
  // As the power fails now: what was acknowledged, and told, stands before the cut.
  const safe = { acknowledged, told: told.at(-1)!, synced };
  const other = `${folder}-copy`;
  onTestFinished(() => rmSync(other, { recursive: true }));
  cpSync(folder, other, { recursive: true });
  truncateSync(join(other, "log.db-wal"), safe.synced);
  await Promise.all(appends);

  const copy = open(join(other, "log.db"));
  const after = await copy.log.bounds();
  expect(after.epoch).not.toBe(bounds.epoch);
  expect(after.head).toBeGreaterThanOrEqual(safe.acknowledged);
  expect(after.head).toBeGreaterThanOrEqual(safe.told);
  const { entries } = await copy.log.read({
    selections: [one("a")],
    after: 0,
    maxEntries: 100,
    maxBytes: 1e6,
  });
  expect(entries.length).toBeGreaterThanOrEqual(safe.acknowledged);
});

const first = { machine: { boot: "first" } };
const second = { machine: { boot: "second" } };

test.each([
  ["off", "a kill, and the machine stays up", "first", false],
  ["off", "a kill, and the machine goes down", "second", true],
  ["group", "a kill, and the machine goes down", "second", false],
  ["commit", "a kill, and the machine goes down", "second", false],
] as const)("at level %s, after %s", async (durability, _, boot, isNew) => {
  const path = newPath();
  const { epoch } = await killedAfter(path, 3, { durability, boot: "first" });
  const after = await boundsOf(path, { durability, machine: { boot } });
  expect(after.head).toBe(3);
  expect(after.epoch !== epoch).toBe(isNew);
  expect((await boundsOf(path, { machine: { boot } })).epoch).toBe(after.epoch);
});

test("at level off, a close proves it, whatever the machine does then", async () => {
  const path = newPath();
  const engine = open(path, { durability: "off", ...first });
  await engine.log.append([newEntry("a")]);
  const { epoch } = await engine.log.bounds();
  await engine.close();
  expect(await boundsOf(path, { durability: "off", ...second })).toEqual({
    epoch,
    head: 1,
  });
});

test("at level off, one that closes does not vouch for another that does not", async () => {
  const path = newPath();
  const { epoch } = await boundsOf(path, first);
  const child = await EngineProcess.start({
    path,
    durability: "off",
    boot: "first",
  });
  await child.call("append", [newEntry("a")]);
  const engine = open(path, { durability: "off", ...first });
  await engine.log.append([newEntry("a")]);
  await engine.close();
  await child.kill();
  expect((await boundsOf(path, second)).epoch).not.toBe(epoch);
});

test("at level off, whoever opens it in the same boot vouches for one that was killed", async () => {
  const path = newPath();
  const { epoch } = await killedAfter(path, 3, {
    durability: "off",
    boot: "first",
  });
  await boundsOf(path, first);
  expect(await boundsOf(path, second)).toEqual({ epoch, head: 3 });
});

test("an engine that is open hears of a new epoch that another began", async () => {
  const path = newPath();
  const engine = open(path);
  const resets: Bounds[] = [];
  let heard: (() => void) | undefined;
  const reset = new Promise<void>((resolve) => (heard = resolve));
  const { bounds } = await engine.log.tail({
    entries: () => {},
    reset: (at) => {
      resets.push(at);
      heard?.();
    },
  });
  rmSync(`${path}-proof`);
  const other = await boundsOf(path);
  expect(other.epoch).not.toBe(bounds.epoch);
  await reset;
  expect(resets).toEqual([other]);
  expect(await engine.log.bounds()).toEqual(other);
});
