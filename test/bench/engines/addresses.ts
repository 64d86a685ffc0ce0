/** A hundred thousand addresses of one channel, and readers that leave parameters open. */
import type { Runtime } from "../../../templates/runtime/server/realtime.js";
import type { Params } from "../../../templates/runtime/core/spec.js";
import { newEngine } from "../servers/engine.js";
import { newEvent } from "../servers/event.js";
import { CountingSink, HISTORY_MS, newCore } from "./core.js";
import type { Database } from "../servers/protocol.js";
import type { Addresses } from "./protocol.js";
import { weight } from "./tasks.js";

const AT_ONCE = 1_000;
/** Publishes that readers are measured with. */
const HEARD = 20_000;

export async function addresses(
  database: Database | undefined,
  sites: number,
  each: number,
): Promise<Addresses> {
  let ahead = 0;
  const clock = { now: () => Date.now() + ahead };
  const core = newCore(newEngine({ database, maxBytes: 1_000_000_000, clock }));
  await core.start();
  const total = sites * each;
  const start = await open(core, {}, "now");
  const before = await weight(database);

  const begun = performance.now();
  await publishAll(core, total, sites);
  const perSecond = total / ((performance.now() - begun) / 1_000);
  const full = await weight(database);
  start.end();

  const { cursor } = start;
  const resumeAll = await resume(core, {}, cursor, total);
  const resumeSite = await resume(core, { site: "s7" }, cursor, each);

  const alone = await cpuPerPublish(core, sites);
  const reader = await open(core, {}, "now");
  const all = (await cpuPerPublish(core, sites)) - alone;
  reader.end();
  const readers = [];
  for (let site = 0; site < sites; site++) {
    readers.push(await open(core, { site: `s${site}` }, "now"));
  }
  const perSite = (await cpuPerPublish(core, sites)) - alone;
  for (const one of readers) one.end();

  ahead = HISTORY_MS + 1;
  // What is too old goes with what comes, a bounded part each time.
  for (let i = 0; i < 3_000; i++) {
    await core.publish("feed", {}, "order.created", newEvent());
  }
  const idle = await weight(database);
  return {
    is: "addresses",
    perSecond,
    heap: (full.heap - before.heap) / total,
    file: (full.file - before.file) / total,
    idleHeap: (idle.heap - before.heap) / total,
    idleFile: (idle.file - before.file) / total,
    resumeAll,
    resumeSite,
    all,
    perSite,
  };
}

/** One event to each of so many addresses, those of the sites in turn. */
async function publishAll(
  core: Runtime<object>,
  count: number,
  sites: number,
): Promise<void> {
  for (let i = 0; i < count; i += AT_ONCE) {
    const length = Math.min(AT_ONCE, count - i);
    await Promise.all(
      Array.from({ length }, (_, k) => {
        const at = i + k;
        const site = `s${at % sites}`;
        const device = `d${Math.floor(at / sites)}`;
        return core.publish(
          "devices",
          { site, device },
          "order.created",
          newEvent(),
        );
      }),
    );
  }
}

async function cpuPerPublish(
  core: Runtime<object>,
  sites: number,
): Promise<number> {
  await publishAll(core, HEARD, sites); // warm
  const from = process.cpuUsage();
  await publishAll(core, HEARD, sites);
  const { user, system } = process.cpuUsage(from);
  return (user + system) / HEARD;
}

async function resume(
  core: Runtime<object>,
  params: Params,
  cursor: string,
  count: number,
): Promise<number> {
  const begun = performance.now();
  const { sink, end } = await open(core, params, { cursor });
  await sink.reach(count);
  const ms = performance.now() - begun;
  end();
  return ms;
}

async function open(
  core: Runtime<object>,
  params: Params,
  start: "now" | { readonly cursor: string },
): Promise<{ sink: CountingSink; cursor: string; end: () => void }> {
  const sink = new CountingSink();
  const credentials = {
    token: undefined,
    headers: new Headers(),
    ip: undefined,
    origin: undefined,
    transport: "bench",
  };
  const opened = await core.session.connect(
    { identity: {}, credentials },
    [{ channel: "devices", params, start }],
    sink,
  );
  if (!opened.ok) throw new Error(opened.error.message);
  const { connection } = opened;
  return { sink, cursor: sink.cursor, end: () => connection.end() };
}
