import { expect, test } from "vitest";
import type { Entry } from "../../../templates/runtime/engine/engine.js";
import { deferred } from "../deferred.js";
import { listen, type MakeWorld, newEntry, one } from "./world.js";

export function tailSuite(world: MakeWorld): void {
  test("brings every entry after its bounds, of whatever address and kept or not", async () => {
    const it = await world();
    const { log, add, page } = it;
    const before = await add("a");
    const heard = await listen(it);
    expect(heard.bounds).toEqual(await log.bounds());
    expect(heard.bounds.head).toBe(before.offset);
    const full = {
      headers: '{"a":1}',
      key: "k",
      latest: "l",
      family: "b",
      schema: "h2",
    };
    const kept = await add("b", full);
    const gone = await add("c", { ...full, retention: "none" });
    const away = await add("c", { ...full, retention: "ephemeral" });
    await heard.until(away.offset);
    expect(heard.offsets).toEqual([kept.offset, gone.offset, away.offset]);
    expect(heard.entries[0]).toStrictEqual((await page([one("b")])).entries[0]);
    for (const entry of heard.entries) expect(entry).toMatchObject(full);
    expect(heard.entries[2]).toStrictEqual({
      ...heard.entries[0],
      address: "c",
      id: heard.entries[2]!.id,
      offset: away.offset,
      time: away.time,
    });
  });

  test("brings no duplicates", async () => {
    const it = await world();
    const heard = await listen(it);
    const mine = { id: "mine", dedupe: true };
    const first = await it.add("a", mine);
    await it.add("a", mine);
    await it.add("a", { ...mine, data: "2" });
    const last = await it.add("a");
    await heard.until(last.offset);
    expect(heard.offsets).toEqual([first.offset, last.offset]);
  });

  test("joins onto the log without a hole or an overlap, whenever it begins", async () => {
    const it = await world();
    const { log } = it;
    const write = (): Promise<unknown> =>
      log.append([newEntry("a"), newEntry("b")]);
    const tails: ReturnType<typeof listen>[] = [];
    const writes: Promise<unknown>[] = [];
    for (let n = 0; n < 20; n++) {
      writes.push(write());
      tails.push(listen(it));
      if (n % 5 === 0) await writes.at(-1);
    }
    await Promise.all(writes);
    const { offset } = await it.add("a");
    const all = await it.offsets([one("a"), one("b")]);
    expect(all).toHaveLength(41);
    for (const heard of await Promise.all(tails)) {
      await heard.until(offset);
      expect(heard.offsets).toEqual(all.filter((at) => at > heard.bounds.head));
    }
  });

  test("brings only what can be read", async () => {
    const { log, add, page } = await world();
    const heard: Entry[] = [];
    const reads: Promise<Entry[]>[] = [];
    const ten = deferred();
    const tail = await log.tail({
      entries(batch) {
        heard.push(...batch);
        const [{ offset }] = batch as [Entry];
        const read = page([one("a")], { after: offset - 1 });
        reads.push(read.then(({ entries }) => entries.slice(0, batch.length)));
        if (heard.length === 10) ten.resolve();
      },
      reset() {},
    });
    for (let n = 0; n < 10; n++) void add("a");
    await ten.promise;
    tail.stop();
    expect((await Promise.all(reads)).flat()).toEqual(heard);
  });

  test("brings nothing once it is stopped, to that listener", async () => {
    const it = await world();
    const stopped = await listen(it);
    const other = await listen(it);
    const first = await it.add("a");
    await Promise.all([stopped, other].map((one) => one.until(first.offset)));
    stopped.stop();
    stopped.stop();
    const second = await it.add("a");
    await other.until(second.offset);
    expect(stopped.offsets).toEqual([first.offset]);
    expect(other.offsets).toEqual([first.offset, second.offset]);
  });
}
