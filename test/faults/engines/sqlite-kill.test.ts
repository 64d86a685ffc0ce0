/** `kill -9` while appending: nothing that was acknowledged, or told to a tail, is lost. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type {
  Bounds,
  Entry,
} from "../../../templates/runtime/engine/engine.js";
import { sqliteEngine } from "../../../templates/runtime/engine/sqlite/sqlite-engine.js";
import { newEntry, one } from "../../support/engine-suite/world.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { EngineProcess } from "./child.js";

const ROUNDS = 3;

/** All that there is, read by a process of its own life. */
async function readAll(
  path: string,
): Promise<{ bounds: Bounds; entries: Entry[] }> {
  const { log, close } = sqliteEngine({ path });
  const bounds = await log.bounds();
  const entries: Entry[] = [];
  for (let after = 0; after < bounds.head;) {
    const page = await log.read({
      selections: [0, 1, 2].map((n) => one(`a(x=${n})`)),
      after,
      maxEntries: 500,
      maxBytes: 1e7,
    });
    expect(page.lost.size).toBe(0);
    entries.push(...page.entries);
    after = page.through;
  }
  await close();
  return { bounds, entries };
}

test.each(["commit", "group", "off"] as const)(
  "at random, and a new process goes on (%s)",
  async (durability) => {
    const path = join(temporaryFolder(), "log.db");
    const ids = new Map<number, string>();
    const epochs = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) {
      const start = () => EngineProcess.start({ path, durability });
      const all = await Promise.all([start(), start()]);
      const [listener] = all;
      await listener.call("listen");
      for (const [n, engine] of all.entries()) {
        engine.call("flood", `${round}-${n}`, 1 + 7 * n).catch(() => {});
      }
      const enough = 50 + Math.random() * 400;
      await Promise.all(
        all.map((engine) =>
          engine.until(() => engine.acknowledged.size > enough),
        ),
      );
      await Promise.all(all.map((engine) => engine.kill()));

      const { bounds, entries } = await readAll(path);
      epochs.add(bounds.epoch);
      const stored = new Map(entries.map(({ offset, id }) => [offset, id]));
      expect(stored.size).toBe(entries.length);
      expect(new Set(stored.values()).size).toBe(entries.length);
      expect(bounds.head).toBe(entries.at(-1)!.offset);
      for (const engine of all) {
        for (const [id, offset] of engine.acknowledged) {
          expect(stored.get(offset)).toBe(id);
        }
      }
      for (const { offset, id } of listener.entries) {
        expect(stored.get(offset)).toBe(id);
      }
      // No offset is used again for something else.
      for (const [offset, id] of ids) expect(stored.get(offset)).toBe(id);
      for (const [offset, id] of stored) ids.set(offset, id);
    }
    expect(epochs.size).toBe(1);
  },
);

test.each(["commit", "group", "off"] as const)(
  "while another lives on: it hears all that was acknowledged, once and in order (%s)",
  async (durability) => {
    const path = join(temporaryFolder(), "log.db");
    const survivor = await EngineProcess.start({ path, durability });
    await survivor.call("listen");
    const acknowledged = new Map<number, string>();
    for (let round = 0; round < 3; round++) {
      const writers = await Promise.all(
        [0, 1].map(() => EngineProcess.start({ path, durability })),
      );
      for (const [n, writer] of writers.entries()) {
        writer.call("flood", `${round}-${n}`, 1 + 3 * n).catch(() => {});
      }
      for (const writer of writers) {
        const enough = 20 + Math.random() * 100;
        await writer.until(() => writer.acknowledged.size > enough);
        await writer.kill();
        for (const [id, offset] of writer.acknowledged) {
          acknowledged.set(offset, id);
        }
      }
    }
    const [last] = await survivor.call("append", [newEntry("last")]);
    await survivor.until(
      () => survivor.entries.at(-1)?.offset === last!.offset,
    );
    const offsets = survivor.entries.map(({ offset }) => offset);
    expect(offsets).toEqual(offsets.map((_, n) => n + 1));
    expect(survivor.resets).toEqual([]);
    const heard = new Map(
      survivor.entries.map(({ offset, id }) => [offset, id]),
    );
    for (const [offset, id] of acknowledged) expect(heard.get(offset)).toBe(id);
  },
);

test("a process that exits while the log is brought into the database ends in peace", async () => {
  const path = join(temporaryFolder(), "log.db");
  const script = fileURLToPath(new URL("exit-process.ts", import.meta.url));
  const child = fork(script, [path], {
    execArgv: ["--import", import.meta.resolve("tsx")],
  });
  expect(await once(child, "exit")).toEqual([0, null]);
});
