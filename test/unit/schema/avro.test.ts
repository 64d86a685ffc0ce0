import { describe, expect, test } from "vitest";
import type { Json } from "../../../src/source/json.js";
import { Diagnostics } from "../../../src/diagnostics/diagnostics.js";
import { Documents } from "../../../src/documents/documents.js";
import { firstProblem } from "../../../src/schema/accepts-value.js";
import { schemaHost } from "../../../src/schema/host.js";
import { createAvroLowering } from "../../../src/schema/avro/lower.js";
import { pointerOf } from "../../../src/source/path.js";
import { emitSchemas } from "../../support/compile-schema.js";
import { memoryReadHost } from "../../support/memory-read-host.js";

type Files = Readonly<Record<string, Json>>;

/** Lowers `schema`, which may refer to `files`. */
async function lower(schema: Json, files: Files = {}) {
  const texts = Object.entries({ "main.avsc": schema, ...files }).map(
    ([path, value]) => [path, JSON.stringify(value)] as const,
  );
  const host = memoryReadHost(Object.fromEntries(texts));
  const diagnostics = new Diagnostics();
  const documents = await Documents.open("main.avsc", host, diagnostics);
  if (!documents) throw new Error("main.avsc cannot be read");
  const { value, file } = documents.entry;
  const lowering = createAvroLowering(schemaHost(documents, diagnostics));
  const lowered = lowering.lower(value, { file, path: undefined });
  const { definitions } = lowering;
  return {
    schema: lowered,
    definitions,
    told: diagnostics.list.map(
      ({ id, target }) => `${id} ${pointerOf(target?.path)}`,
    ),
    hints: diagnostics.list.map(({ hint }) => hint),
    problem(json: Json): string | undefined {
      const found = lowered && firstProblem(json, lowered, definitions);
      return found && `/${found.path.join("/")} ${found.message}`;
    },
    types(): string {
      if (!lowered) return "";
      const root = { key: "root", wantedName: "Root", schema: lowered };
      const { declarations } = emitSchemas([root], definitions);
      return declarations.map(({ types }) => types).join("\n");
    },
  };
}

const record = (name: string, ...fields: Json[]): Json => ({
  type: "record",
  name,
  fields,
});

describe("types of Avro in JSON", () => {
  test.each<[Json, Json[], Json[]]>([
    ["null", [null], [0, ""]],
    ["boolean", [true], [0]],
    ["int", [2 ** 31 - 1, -(2 ** 31)], [2 ** 31, 1.5, "1"]],
    ["long", [Number.MAX_SAFE_INTEGER], [2 ** 53, 0.5]],
    ["float", [1.5], ["1.5"]],
    ["double", [1e300], [null]],
    ["bytes", ["", "AQI="], ["ÿ", "AQI"]],
    ["string", ["", "ÿ"], [1]],
    [{ type: "fixed", name: "F", size: 4 }, ["AQIDBA=="], ["AQID", ""]],
    [{ type: "enum", name: "E", symbols: ["A", "B"] }, ["A"], ["C"]],
    [{ type: "array", items: "int" }, [[], [1]], [{}, ["1"]]],
    [{ type: "map", values: "int" }, [{}, { a: 1 }], [[], { a: "1" }]],
    [{ type: { type: "string" } }, [""], [1]],
    [
      ["null", "string"],
      [null, "a"],
      [1, { string: "a" }],
    ],
    [
      ["int", "string", { type: "map", values: "int" }],
      [1, "a", {}],
      [null, 1.5],
    ],
    [["string", "bytes"], ["ÿ"], [1]],
    [["null", { type: "enum", name: "E", symbols: ["A"] }], [null, "A"], ["B"]],
  ])("%j", async (schema, good, bad) => {
    const { problem, told } = await lower(schema);
    expect(told).toEqual([]);
    for (const value of good)
      expect([value, problem(value)]).toEqual([value, undefined]);
    for (const value of bad)
      expect([value, problem(value)]).not.toEqual([value, undefined]);
  });

  test.each<[string, Json, Json[], Json[]]>([
    ["date", "int", [20_000], ["2026-11-22"]],
    ["time-millis", "int", [0, 86_399_999], [86_400_000, -1]],
    ["time-micros", "long", [86_399_999_999], [86_400_000_000]],
    ["timestamp-millis", "long", [1.7e12, -1], [1.5]],
    ["timestamp-micros", "long", [1.7e15], ["1"]],
    ["timestamp-nanos", "long", ["1700000000000000000"], [1.7e12, "1.5"]],
    ["local-timestamp-millis", "long", [1], [""]],
    ["local-timestamp-micros", "long", [1], [""]],
    ["local-timestamp-nanos", "long", ["-1"], [1]],
    ["uuid", "string", ["f81d4fae-7dec-11d0-a765-00a0c91e6bf6"], ["x"]],
    ["big-decimal", "bytes", ["-12.50"], ["1e5", ".5", 1]],
  ])("logical type %s", async (logicalType, type, good, bad) => {
    const { problem, told, schema } = await lower({ type, logicalType });
    expect(told).toEqual([]);
    // What a number means is said, where the format of a text says it by itself.
    expect(schema?.notes.description === undefined).toBe(type === "string");
    for (const value of good)
      expect([value, problem(value)]).toEqual([value, undefined]);
    for (const value of bad)
      expect([value, problem(value)]).not.toEqual([value, undefined]);
  });

  test("decimals are texts of at most so many digits", async () => {
    const type = {
      type: "bytes",
      logicalType: "decimal",
      precision: 5,
      scale: 2,
    };
    const { problem, told } = await lower(type);
    expect(told).toEqual([]);
    for (const good of ["0", "-1.5", "999.99"])
      expect(problem(good)).toBeUndefined();
    for (const bad of ["1000", "1.234", "", ".5", 1])
      expect(problem(bad)).toBeDefined();
  });

  test("durations are objects of three counts", async () => {
    const type = {
      type: "fixed",
      name: "D",
      size: 12,
      logicalType: "duration",
    };
    const { problem } = await lower(type);
    expect(problem({ months: 1, days: 2, millis: 3 })).toBeUndefined();
    expect(problem({ months: 1, days: 2 })).toBeDefined();
    expect(problem({ months: -1, days: 2, millis: 3 })).toBeDefined();
  });
});

describe("records", () => {
  const user = record(
    "User",
    { name: "id", type: "long", doc: "Number of the user." },
    { name: "nick", type: ["null", "string"], default: null },
    { name: "mail", type: ["string", "null"], default: "" },
    { name: "avatar", type: "bytes", default: "\u00ff" },
  );

  test("need every field but those that are null by default", async () => {
    const { problem } = await lower(user);
    expect(problem({ id: 1, mail: null, avatar: "" })).toBeUndefined();
    expect(problem({ id: 1, mail: "a" })).toMatch(/^\/avatar/);
    expect(problem({ id: 1, avatar: "" })).toMatch(/^\/mail/);
    expect(problem({ id: 1, nick: 1, mail: "", avatar: "" })).toMatch(
      /^\/nick/,
    );
  });

  test("become named types, with their docs and defaults", async () => {
    const { types, definitions } = await lower(user);
    expect(types()).toMatchInlineSnapshot(`
      "export interface User {
        /** Number of the user. */
        id: number;
        nick?: null | string;
        mail: string | null;
        avatar: string;
      }

      export type Root = User;
      "
    `);
    const [definition] = definitions.values();
    const object = definition?.schema.checks.find(
      ({ kind }) => kind === "object",
    );
    expect(
      object?.kind === "object" &&
        object.properties.map(({ schema }) => schema.notes.default),
    ).toEqual([undefined, null, "", "/w=="]);
  });

  test("may hold themselves, and types of their namespace by name", async () => {
    const { types, problem, told } = await lower({
      type: "record",
      name: "org.trees.Node",
      doc: "A tree.",
      fields: [
        { name: "children", type: { type: "array", items: "Node" } },
        {
          name: "color",
          type: { type: "enum", name: "Color", symbols: ["RED", "BLUE"] },
        },
        { name: "second", type: "org.trees.Color" },
        {
          name: "other",
          type: {
            type: "record",
            name: "Leaf",
            namespace: "org.leaves",
            fields: [
              { name: "up", type: ["null", "org.trees.Node"], default: null },
            ],
          },
        },
      ],
    });
    expect(told).toEqual([]);
    expect(types()).toMatchInlineSnapshot(`
      "/** A tree. */
      export interface Node {
        children: Node[];
        color: Color;
        second: Color;
        other: Leaf;
      }

      export type Color = "RED" | "BLUE";

      export interface Leaf {
        up?: Node | null;
      }

      export type Root = Node;
      "
    `);
    const leaf = { children: [], color: "RED", second: "BLUE", other: {} };
    expect(problem({ ...leaf, children: [leaf] })).toBeUndefined();
    expect(problem({ ...leaf, children: [{}] })).toMatch(/^\/children\/0/);
    expect(problem({ ...leaf, other: { up: leaf } })).toBeUndefined();
  });

  test("are read from a text of JSON, too", async () => {
    const { problem, told } = await lower(JSON.stringify(user));
    expect(told).toEqual([]);
    expect(problem({})).toMatch(/^\/id/);
    expect((await lower('{"type": "record"')).told).toEqual(["avro-text "]);
  });
});

describe("references", () => {
  const files = {
    "user.avsc": record("com.example.User", { name: "id", type: "int" }),
    "both.avsc": [
      record("A", { name: "b", type: ["null", "B"], default: null }),
      record("B", { name: "a", type: "A" }),
    ],
    "list.avsc": { type: "array", items: { $ref: "list.avsc" } },
  };

  test.each([
    ["user.avsc", { id: 1 }, { id: "1" }],
    ["user.avsc#/User", { id: 1 }, {}],
    ["user.avsc#User", { id: 1 }, {}],
    ["./user.avsc#/com.example.User", { id: 1 }, {}],
    ["both.avsc#/B", { a: {} }, { b: null }],
    ["user.avsc#/fields/0/type", 1, "a"],
    ["list.avsc", [[], [[]]], [1]],
  ] as const)("%s", async ($ref, good, bad) => {
    const { problem, told } = await lower(
      record("Main", { name: "it", type: { $ref } }),
      files,
    );
    expect(told).toEqual([]);
    expect(problem({ it: good })).toBeUndefined();
    expect(problem({ it: bad })).toBeDefined();
  });

  test("that lead nowhere are told", async () => {
    const schema = ["nowhere.avsc", "user.avsc#/Usr", "https://a.example/"].map(
      ($ref) => ({ $ref }),
    );
    expect((await lower(schema, files)).told).toEqual([
      "reference-file-missing /0/$ref",
      "reference-missing /1/$ref",
      "reference-remote /2/$ref",
    ]);
  });
});

describe("what is wrong is told at its place", () => {
  test.each<[Json, string[]]>([
    [1, ["avro-not-a-schema "]],
    [{}, ["avro-not-a-schema /type"]],
    [["string", null], ["avro-not-a-schema /1"]],
    ["User", ["avro-unknown-type "]],
    [{ type: "sting" }, ["avro-unknown-type /type"]],
    [{ type: "array" }, ["avro-not-a-schema /items"]],
    [{ type: "record", name: "R" }, ["avro-attribute /fields"]],
    [record("R", "x"), ["avro-attribute /fields/0/name"]],
    [
      record("R", { name: "x", type: "int" }, { name: "x", type: "int" }),
      ["avro-field-twice /fields/1/name"],
    ],
    [
      record("R", { name: "x", type: "long", logicalType: "timestamp-millis" }),
      ["avro-idle-logical-type /fields/0/logicalType"],
    ],
    [{ type: "record", fields: [] }, ["avro-no-name "]],
    [{ type: "enum", name: "E" }, ["avro-attribute /symbols"]],
    [{ type: "enum", name: "E", symbols: [] }, ["schema-empty-enum /symbols"]],
    [{ type: "fixed", name: "F", size: -1 }, ["avro-attribute /size"]],
    [["int", ["string"]], ["avro-union /1"]],
    [["int", "int"], ["avro-union /1"]],
    [
      { type: "int", logicalType: "decimal" },
      ["avro-logical-type /logicalType"],
    ],
    [{ type: "int", logicalType: "dat" }, ["avro-logical-type /logicalType"]],
    [
      { type: "bytes", logicalType: "decimal", precision: 1, scale: 2 },
      ["avro-logical-type /logicalType"],
    ],
    [
      [record("R"), { ...(record("R") as object) }],
      ["avro-name-twice /1/name"],
    ],
  ])("%j", async (schema, expected) => {
    expect((await lower(schema)).told).toEqual(expected);
  });

  test("with what was meant", async () => {
    const { hints } = await lower([
      "sting",
      { type: "int", logicalType: "dat" },
    ]);
    expect(hints).toEqual(['did you mean "string"?', 'did you mean "date"?']);
  });

  test("a schema of too many levels is refused, not followed", async () => {
    let schema: Json = "int";
    for (let i = 0; i < 240; i++) schema = { type: "array", items: schema };
    expect((await lower(schema)).told[0]).toMatch(/^schema-too-deep/);
  });
});
