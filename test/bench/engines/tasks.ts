/** What the bench of engines measures, each in a process of its own. */
import { setTimeout as sleep } from "node:timers/promises";
import { DatabaseSync } from "@photostructure/sqlite";
import { newEngine } from "../servers/engine.js";
import { newEvent } from "../servers/event.js";
import { newCore } from "./core.js";
import type { Database } from "../servers/protocol.js";
import type { Result, Weight } from "./protocol.js";

type Published = Extract<Result, { is: "published" }>;

const EVENT = "order.created";

export async function publish(
  database: Database | undefined,
  atOnce: number,
  ms: number,
): Promise<Published> {
  const core = newCore(newEngine({ database }));
  await core.start();
  const one = (): Promise<unknown> =>
    core.publish("feed", {}, EVENT, newEvent());
  return timed(ms, atOnce, async () => {
    if (atOnce === 1) await one();
    else await Promise.all(Array.from({ length: atOnce }, one));
  });
}

/** A log of one table: no ids, no retention, nobody who hears of it. */
export async function insert(
  database: Database,
  atOnce: number,
  ms: number,
): Promise<Published> {
  const db = new DatabaseSync(database.path);
  db.exec(`PRAGMA journal_mode = WAL`);
  const isFull = database.durability !== "off";
  db.exec(`PRAGMA synchronous = ${isFull ? "FULL" : "NORMAL"}`);
  db.exec(`CREATE TABLE IF NOT EXISTS log (
    "offset" INTEGER PRIMARY KEY, time INTEGER, address TEXT, type TEXT, id TEXT, data TEXT
  )`);
  const row = db.prepare(
    `INSERT INTO log (time, address, type, id, data) VALUES (?, ?, ?, ?, ?)`,
  );
  return timed(ms, atOnce, () => {
    db.exec("BEGIN IMMEDIATE");
    for (let i = 0; i < atOnce; i++) {
      const data = JSON.stringify(newEvent());
      row.run(Date.now(), "feed", EVENT, crypto.randomUUID(), data);
    }
    db.exec("COMMIT");
  });
}

export async function weigh(
  database: Database | undefined,
  events: number,
): Promise<Weight> {
  const core = newCore(newEngine({ database, maxBytes: 1_000_000_000 }));
  await core.start();
  const before = await weight(database);
  for (let i = 0; i < events; i += AT_ONCE) {
    await Promise.all(
      Array.from({ length: AT_ONCE }, () =>
        core.publish("feed", {}, EVENT, newEvent()),
      ),
    );
  }
  const after = await weight(database);
  return {
    is: "weighed",
    heap: (after.heap - before.heap) / events,
    file: (after.file - before.file) / events,
  };
}

const AT_ONCE = 1_000;

/** What is in use once all that can be collected is, in bytes. */
export async function weight(
  database: Database | undefined,
): Promise<{ heap: number; file: number }> {
  for (let i = 0; i < 4; i++) {
    globalThis.gc?.();
    await sleep(50);
  }
  const { heapUsed, external } = process.memoryUsage();
  return {
    heap: heapUsed + external,
    file: database ? size(database.path) : 0,
  };
}

/** Of the pages in use: what becomes free is used again. */
function size(path: string): number {
  const db = new DatabaseSync(path);
  const of = (name: string): number =>
    Number(Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
  const used = of("page_count") - of("freelist_count");
  const bytes = used * of("page_size");
  db.close();
  return bytes;
}

const WARM_MS = 500;

async function timed(
  ms: number,
  each: number,
  run: () => void | Promise<void>,
): Promise<Published> {
  const warm = performance.now() + WARM_MS;
  while (performance.now() < warm) await run();
  const from = process.cpuUsage();
  const begun = performance.now();
  let count = 0;
  while (performance.now() < begun + ms) {
    await run();
    count += each;
  }
  const seconds = (performance.now() - begun) / 1_000;
  const { user, system } = process.cpuUsage(from);
  return {
    is: "published",
    perSecond: count / seconds,
    cpu: (user + system) / count,
  };
}
