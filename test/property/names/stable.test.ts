/**
 * Names stay: whatever is added, removed or moved, what had a name has it
 * still, and so has its file; and two branches that were merged line by line
 * give a ledger that can be read.
 */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Diagnostics } from "../../../src/diagnostics/diagnostics.js";
import { parseLedger, printLedger } from "../../../src/evolution/ledger.js";
import { channelFileName } from "../../../src/output/file-names.js";
import { compile } from "../../../src/pipeline.js";
import { memoryReadHost } from "../../support/memory-read-host.js";

/** Names that want the same, or nearly. */
const word = fc.constantFrom(
  ..."order order.created order_created Order orderCreated order/event a a/b".split(
    " ",
  ),
  ..."item items event channel error errors date größe grosse 日本 日 1 _ - # * % |".split(
    " ",
  ),
  "__proto__",
  "constructor",
  "order schema",
  "order parameters",
  "x".repeat(70),
  `${"x".repeat(70)}y`,
  "io.example.shop.Order",
  "io.example.cart.Order",
);

const property = fc.oneof(word, fc.constantFrom("", " ", "0", "*"));

interface Node {
  readonly [name: string]: unknown;
}

const scalar = fc.constantFrom<Node>({ type: "string" }, { type: "number" });
const TYPES = ["Order", "order", "Item", "OrderEvent", "Date", "a", "größe"];
const reference = fc
  .constantFrom(...TYPES)
  .map((name): Node => ({ $ref: `#/types/${name}` }));

const { schema } = fc.letrec<{ schema: Node }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    reference,
    tie("schema").map((items): Node => ({ type: "array", items })),
    fc
      .dictionary(property, tie("schema"), { minKeys: 1, maxKeys: 3 })
      .map((properties): Node => ({ type: "object", properties })),
    fc
      .dictionary(property, tie("schema"), { minKeys: 1, maxKeys: 2 })
      .map((properties): Node => ({
        anyOf: [{ type: "null" }, { type: "object", properties }],
      })),
    tie("schema").map((additionalProperties): Node => ({
      type: "object",
      additionalProperties,
    })),
  ),
}));

const message = fc.record({ payload: schema }, { requiredKeys: ["payload"] });
const command = fc.record(
  {
    payload: schema,
    reply: fc.record({ payload: schema }),
    errors: fc.dictionary(
      fc.constantFrom("too_late", "tooLate", "too-late", "gone"),
      fc.constant({}),
      { maxKeys: 3 },
    ),
  },
  { requiredKeys: ["payload"] },
);

const channel = fc.record({
  serverToClient: fc.dictionary(word, message, { minKeys: 1, maxKeys: 3 }),
  clientToServer: fc.dictionary(word, command, { maxKeys: 2 }),
});

type Channels = Readonly<Record<string, object>>;

const channels = fc.dictionary(word, channel, { minKeys: 1, maxKeys: 4 });
const types = fc.array(schema, {
  minLength: TYPES.length,
  maxLength: TYPES.length,
});

/** The text of the ledger after a run, and the names of the output's files. */
async function run(
  channels: Channels,
  types: readonly Node[],
  ledger: string,
  schema = "shop.json",
) {
  const document = {
    realtime: 1,
    name: "n",
    version: "1",
    channels: fromEntries(
      Object.entries(channels).map(([name, value], i) => [
        name,
        { address: `c${i}`, ...value },
      ]),
    ),
    // A type that is nothing but itself would be an error.
    types: Object.fromEntries(
      TYPES.map((name, i) => [
        name,
        { type: "object", properties: { of: types[i] } },
      ]),
    ),
  };
  const { diagnostics, result } = await compile({
    entry: schema,
    ledger: "realtime.lock",
    host: memoryReadHost({
      [schema]: JSON.stringify(document),
      "realtime.lock": ledger,
    }),
    importEndings: [".js"],
    config: {
      schema,
      outputs: [{ dir: "o", side: "both", transports: ["sse"] }],
      engines: ["memory"],
    },
  });
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  expect(errors).toEqual([]);
  const own = result!.outputs[0]!.filter(
    ({ path }) => !path.startsWith("runtime/"),
  );
  return {
    ledger: result!.ledger,
    declared: own
      .filter(({ path }) => !ASSEMBLED.test(path))
      .flatMap(({ content }) =>
        [...content.matchAll(DECLARED)].map(([, name]) => name!),
      ),
    files: own.map(({ path }) => path),
  };
}

/** Files that put channels together: their own names are the same for all. */
const ASSEMBLED = /^(?:client|contract|server|server\.node|testing)\.ts$|\//;

const DECLARED = /^export (?:interface|type) ([\p{ID_Continue}$]+) [={]/gmu;

/** `Object.fromEntries`, for a JSON text that has a key `__proto__`. */
function fromEntries(entries: readonly (readonly [string, object])[]): object {
  const object: object = Object.create(null);
  for (const [name, value] of entries) {
    Object.defineProperty(object, name, { value, enumerable: true });
  }
  return object;
}

function read(text: string) {
  const problems = new Diagnostics();
  const ledger = parseLedger({ path: "realtime.lock", text }, problems);
  return { ...ledger, problems: problems.list };
}

function shuffled<T>(items: readonly T[], seed: number): T[] {
  return items
    .map((item, i) => ({ item, rank: Math.sin(seed + i * 7919) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

/** All that either has; where both say something, the second. */
function joined(a: Channels, b: Channels): Channels {
  const both = new Map(Object.entries(a));
  for (const [name, channel] of Object.entries(b)) {
    const other = both.get(name);
    both.set(
      name,
      fromEntries(
        Object.entries(channel).map(([direction, messages]) => [
          direction,
          { ...Object(other)[direction], ...messages },
        ]),
      ),
    );
  }
  return fromEntries([...both]) as Channels;
}

/** Members in another order, at every depth. */
function reordered<T>(value: T, seed: number): T {
  if (Array.isArray(value))
    return value.map((item) => reordered(item, seed)) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = shuffled(Object.entries(value), seed).map(
    ([name, member]) => [name, reordered(member, seed)] as const,
  );
  return fromEntries(entries as (readonly [string, object])[]) as T;
}

test("no name changes when others come, go or move", async () => {
  await fc.assert(
    fc.asyncProperty(
      channels,
      channels,
      types,
      fc.integer(),
      async (before, more, schemas, seed) => {
        const first = await run(before, schemas, "");
        const names = read(first.ledger);
        expect(names.problems).toEqual([]);

        const again = await run(before, schemas, first.ledger);
        expect(again).toEqual(first);

        const moved = await run(
          reordered(joined(more, before), seed),
          schemas,
          first.ledger,
          "renamed.json",
        );
        const later = read(moved.ledger);
        expect(later.problems).toEqual([]);
        for (const kind of ["types", "errors"] as const) {
          for (const [key, name] of names[kind]) {
            expect([key, later[kind].get(key)]).toEqual([key, name]);
          }
        }
        expect(new Set(moved.files)).toEqual(
          new Set([...moved.files, ...first.files]),
        );
        expect(new Set(moved.declared)).toEqual(
          new Set([...moved.declared, ...first.declared]),
        );

        const back = await run(before, schemas, moved.ledger);
        expect(new Set(back.files)).toEqual(new Set(first.files));
        expect([...back.declared].sort()).toEqual([...first.declared].sort());
      },
    ),
    { seed: 7, numRuns: 40 },
  );
});

test("files and types of one output are told apart, whatever the disk", async () => {
  await fc.assert(
    fc.asyncProperty(channels, types, async (all, schemas) => {
      const { files, declared, ledger } = await run(all, schemas, "");
      expect(new Set(files.map((path) => path.toLowerCase())).size).toBe(
        files.length,
      );
      for (const path of files) expect(path).toMatch(/^[a-z0-9./-]{1,140}$/);
      expect(new Set(declared).size).toBe(declared.length);
      const { types: names } = read(ledger);
      for (const name of names.values()) {
        expect([...name].length).toBeLessThanOrEqual(60);
      }
      const ofChannels = [...names].filter(([key]) => !/[/#]/.test(key));
      expect(files).toEqual(
        expect.arrayContaining(
          ofChannels.map(([, name]) => `${channelFileName(name)}.ts`),
        ),
      );
    }),
    { seed: 8, numRuns: 40 },
  );
});

test("two branches merged line by line give a ledger that holds", async () => {
  await fc.assert(
    fc.asyncProperty(
      channels,
      channels,
      channels,
      types,
      async (base, left, right, schemas) => {
        const start = await run(base, schemas, "");
        const one = await run({ ...base, ...left }, schemas, start.ledger);
        const other = await run({ ...base, ...right }, schemas, start.ledger);
        // As git merges files of which the branches only added lines.
        const lines = new Set([
          ...one.ledger.split("\n"),
          ...other.ledger.split("\n"),
        ]);
        const merged = [...lines].sort().join("\n");
        const both = { ...base, ...left, ...right };
        const result = await run(both, schemas, merged);
        const { types: names, problems } = read(result.ledger);
        expect(problems).toEqual([]);
        // What the branches had in common kept its name.
        for (const [key, name] of read(start.ledger).types) {
          expect([key, names.get(key)]).toEqual([key, name]);
        }
        expect(printLedger(read(result.ledger))).toBe(result.ledger);
        const again = await run(both, schemas, result.ledger);
        expect(again).toEqual(result);
      },
    ),
    { seed: 9, numRuns: 40 },
  );
});
