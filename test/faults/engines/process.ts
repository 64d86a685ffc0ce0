/** An engine in a process of its own, that does what it is told; see child.ts. */
import type { NewEntry } from "../../../templates/runtime/engine/engine.js";
import { sqliteEngine } from "../../../templates/runtime/engine/sqlite/sqlite-engine.js";
import type { Call, Calls, Name, Options, Report } from "./protocol.js";

const { boot, ...options } = JSON.parse(process.argv[2]!) as Options;
const engine = sqliteEngine({
  ...options,
  ...(boot === undefined ? {} : { machine: { boot } }),
});
const { log, claims, leases } = engine;

const tell = (report: Report): void => {
  if (process.connected) process.send!(report);
};

async function flood(name: string, size: number): Promise<void> {
  for (let n = 0; ; n += size) {
    const batch = Array.from({ length: size }, (_, i): NewEntry => {
      const id = `${name}-${n + i}`;
      return {
        address: `a(x=${i % 3})`,
        type: "tick",
        id,
        dedupe: true,
        data: JSON.stringify({ id, text: "x".repeat(200) }),
        schema: "h",
        retention: { maxEvents: 1e6, maxAgeMs: 1e9 },
      };
    });
    for (const [i, { offset }] of (await log.append(batch)).entries()) {
      tell({ is: "acknowledged", id: batch[i]!.id, offset });
    }
    await new Promise((resolve) => setImmediate(resolve)); // it is to be told, too
  }
}

const calls: {
  readonly [Is in Name]: (...args: Calls[Is][0]) => Promise<Calls[Is][1]>;
} = {
  append: (batch) => log.append(batch),
  read: async (query) => {
    const { entries, through } = await log.read(query);
    return { entries, through };
  },
  bounds: () => log.bounds(),
  floor: (selection) => log.floor(selection),
  listen: async () => {
    const { bounds } = await log.tail({
      entries: (entries) => tell({ is: "entries", entries }),
      reset: (at) => tell({ is: "reset", bounds: at }),
    });
    return bounds;
  },
  claim: (key, body, ttlMs) => claims.claim(key, body, ttlMs),
  settle: (key, token, result) => claims.settle(key, token, result),
  acquire: (name, holder, ttlMs) => leases.acquire(name, holder, ttlMs),
  advance: (name, token, cursor) => leases.advance(name, token, cursor),
  flood,
  close: () => engine.close(),
};

process.on("message", async ({ n, name, args }: Call) => {
  try {
    const call = calls[name] as (...given: Call["args"]) => Promise<unknown>;
    tell({ is: "result", n, value: await call(...args) });
  } catch (error) {
    tell({ is: "error", n, message: String(error) });
  }
});
process.on("disconnect", () => process.exit());
tell({ is: "ready" });
