/** Several processes over one file: one log, claims and leases for all. */
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { expect, onTestFinished, test } from "vitest";
import { newEntry, one } from "../../support/engine-suite/world.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { EngineProcess } from "./child.js";

const newPath = (): string => join(temporaryFolder(), "log.db");
const offsetsOf = (entries: readonly { offset: number }[]): number[] =>
  entries.map(({ offset }) => offset);
const upTo = (last: number): number[] =>
  Array.from({ length: last }, (_, n) => n + 1);

test.each(["commit", "group", "off"] as const)(
  "the tails of all hear what any appends, once and in log order (%s)",
  async (durability) => {
    const path = newPath();
    const start = () => EngineProcess.start({ path, durability });
    const all = await Promise.all([start(), start()]);
    for (const engine of all) await engine.call("listen");
    const ROUNDS = 40;
    for (let round = 0; round < ROUNDS; round++) {
      await Promise.all(
        all.map((engine, n) =>
          engine.call("append", [
            newEntry(`a(n=${n})`, { data: `${round}`, key: "k", family: "a" }),
            newEntry("b", { data: `${round}` }),
            newEntry("c", { data: `${round}`, retention: "none" }),
            newEntry("d", { data: `${round}`, retention: "ephemeral" }),
          ]),
        ),
      );
    }
    const last = 4 * all.length * ROUNDS;
    for (const engine of all) {
      await engine.until(() => engine.entries.at(-1)?.offset === last);
      expect(offsetsOf(engine.entries)).toEqual(upTo(last));
      expect(engine.resets).toEqual([]);
    }
    const [first, second] = all;
    expect(first.entries).toEqual(second.entries);
  },
);

test("many that begin at once make one log", async () => {
  const path = newPath();
  const all = await Promise.all(
    [1, 2, 3, 4].map(() => EngineProcess.start({ path })),
  );
  await Promise.all(
    all.map((engine) => engine.call("append", [newEntry("a")])),
  );
  const bounds = await Promise.all(all.map((engine) => engine.call("bounds")));
  expect(bounds[0]!.head).toBe(4);
  expect(bounds).toEqual(bounds.map(() => bounds[0]));
});

test("what was acknowledged in one can be read at once in another", async () => {
  const path = newPath();
  const [writer, reader] = await Promise.all(
    [1, 2].map(() => EngineProcess.start({ path })),
  );
  await reader!.call("bounds");
  for (let n = 1; n <= 30; n++) {
    const [appended] = await writer!.call("append", [newEntry("a")]);
    const { offset } = appended!;
    expect((await reader!.call("bounds")).head).toBe(offset);
    const { entries } = await reader!.call("read", {
      selections: [one("a")],
      after: offset - 1,
      maxEntries: 10,
      maxBytes: 1e6,
    });
    expect(offsetsOf(entries)).toEqual([offset]);
  }
});

test("a burst that outruns what is kept still reaches the tails of others", async () => {
  const path = newPath();
  const [writer, listener] = await Promise.all(
    [1, 2].map(() => EngineProcess.start({ path })),
  );
  await listener!.call("listen");
  const retention = { maxEvents: 2, maxAgeMs: 60_000 };
  for (let n = 0; n < 20; n++) {
    const batch = Array.from({ length: 50 }, () =>
      newEntry("a", { retention }),
    );
    await writer!.call("append", batch);
  }
  await listener!.until(() => listener!.entries.length >= 1_000);
  expect(offsetsOf(listener!.entries)).toEqual(upTo(1_000));
  expect(listener!.resets).toEqual([]);
  expect(await listener!.call("floor", one("a"))).toEqual({
    lost: 998,
    expired: 0,
  });
});

test("a tail that begins late joins on, whoever writes meanwhile", async () => {
  const path = newPath();
  const [a, b] = await Promise.all(
    [1, 2].map(() => EngineProcess.start({ path, durability: "off" })),
  );
  void a!.call("flood", "a", 3).catch(() => {});
  await a!.until(() => a!.acknowledged.size > 200);
  const { head } = await b!.call("listen");
  await b!.until(() => b!.entries.length > 300);
  const [mine] = await b!.call("append", [newEntry("mine")]);
  await b!.until(() => b!.entries.at(-1)!.offset > mine!.offset);
  const offsets = offsetsOf(b!.entries);
  expect(offsets).toEqual(offsets.map((_, n) => head + 1 + n));
  expect(b!.resets).toEqual([]);
});

test("ids, claims and leases are of all", async () => {
  const path = newPath();
  const [a, b] = await Promise.all(
    [1, 2].map(() => EngineProcess.start({ path })),
  );
  const mine = newEntry("a", { id: "mine", dedupe: true });
  const [first] = await a!.call("append", [mine]);
  expect(await b!.call("append", [mine])).toEqual([
    { ...first, duplicate: true },
  ]);
  const other = { ...mine, data: "2" };
  expect(await b!.call("append", [other])).toMatchObject([{ conflict: true }]);

  const claim = await a!.call("claim", "key", "h", 60_000);
  expect(claim).toMatchObject({ state: "claimed", again: false });
  expect(await b!.call("claim", "key", "h", 60_000)).toEqual({
    state: "pending",
  });
  const token = claim.state === "claimed" ? claim.token : "";
  await a!.call("settle", "key", token, "1");
  expect(await b!.call("claim", "key", "h", 60_000)).toEqual({
    state: "done",
    result: "1",
  });

  const lease = await a!.call("acquire", "sink", "a", 60_000);
  expect(lease).toMatchObject({ token: 1 });
  expect(await b!.call("acquire", "sink", "b", 60_000)).toBe(undefined);
  expect(await b!.call("advance", "sink", 1, "c")).toBe(true);
});

test("of a process that was killed the claims are free, its answers are not", async () => {
  const path = newPath();
  const a = await EngineProcess.start({ path });
  await a.call("claim", "running", "h", 3_600_000);
  const done = await a.call("claim", "done", "h", 3_600_000);
  await a.call(
    "settle",
    "done",
    done.state === "claimed" ? done.token : "",
    "1",
  );
  await a.kill();
  const b = await EngineProcess.start({ path });
  expect(await b.call("claim", "running", "h", 60_000)).toMatchObject({
    state: "claimed",
    again: true,
  });
  expect(await b.call("claim", "done", "h", 60_000)).toEqual({
    state: "done",
    result: "1",
  });
});

test("a process without tails leaves nothing behind for those that are not there", async () => {
  const path = newPath();
  const a = await EngineProcess.start({ path });
  const b = await EngineProcess.start({ path });
  await b.call("listen");
  await b.kill();
  for (let n = 0; n < 3; n++) {
    await a.call("append", [newEntry("a", { retention: "ephemeral" })]);
  }
  const db = new DatabaseSync(path);
  onTestFinished(() => db.close());
  const count =
    "SELECT (SELECT count(*) FROM passing) AS passing, head FROM state";
  expect(db.prepare(count).get()).toEqual({ passing: 0, head: 3 });
});
