/** What proves validators and types finds those that are wrong. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Json } from "../../../src/source/json.js";
import { originAt } from "../../../src/source/path.js";
import { acceptsNothing } from "../../support/accepts-nothing.js";
import { compileDocument } from "../../support/corpus.js";
import { lowerJson } from "../../support/compile-schema.js";
import { proveValidators } from "../../support/prove-validators.js";
import { materialise } from "../../support/scenarios.js";
import { SecondOpinion } from "../../support/second-opinion.js";
import { temporaryFolder, writeTree } from "../../support/temporary-folder.js";
import { typeCheck } from "../../support/type-check.js";
import { typedValues } from "../../support/typed-values.js";

const fixtures = fileURLToPath(
  new URL("../../../fixtures/contracts", import.meta.url),
);

async function chat() {
  const { output } = await compileDocument(fixtures, "chat.realtime.yaml");
  if (!output) throw new Error("the fixture is not valid");
  return output;
}

describe("a proof", () => {
  it("tells where another opinion differs", async () => {
    const { contract } = await chat();
    const options = { seed: 1, values: 60, mutations: 40 };
    expect(proveValidators(contract, options).faults).toEqual([]);
    const opinion = new SecondOpinion(fixtures);
    opinion.of = () => ({ accepts: () => true, typesLeftOut: false });
    const { faults, opinions } = proveValidators(contract, {
      ...options,
      opinion,
    });
    expect(opinions).toBeGreaterThan(200);
    expect(faults.length).toBeGreaterThan(50);
    expect(faults[0]).toContain("Ajv says valid");
  });

  it("tells of values that do not fit their types", async () => {
    const output = await chat();
    const check = async (text: Json): Promise<string> => {
      const folder = temporaryFolder();
      const values = new Map([["room/clientToServer/say", [{ text }]]]);
      const content = typedValues(output, values);
      const files = [...output.files, { path: "values.ts", content }];
      materialise(folder, new Map([["chat", files]]));
      return typeCheck(folder, "7.0", {}, [join(folder, "chat/values.ts")]);
    };
    expect(await check("hello")).toBe("");
    expect(await check(7)).toContain("not assignable to type 'string'");
  });
});

const documents = (): string => {
  const root = temporaryFolder();
  writeTree(root, {
    "a/one.yaml":
      "id: urn:x\nschemas:\n  A: { $ref: '../b/two.yaml#/x~1y z' }\n  B: { $ref: nowhere.yaml }\n",
    "a/three.yaml": "schemas:\n  C: { type: array }\n",
    "b/two.yaml": "x/y z: { type: string, format: int32 }\n",
  });
  return root;
};

const originOf = (path: string, name: string) =>
  originAt({ path, text: "" }, ["schemas", name]);

describe("a second opinion", () => {
  it("follows references from file to file", () => {
    const root = documents();
    writeTree(root, {
      "a/one.yaml": "schemas: { A: { $ref: '../b/two.yaml#/x~1y%20z' } }\n",
    });
    const verdict = new SecondOpinion(root).of(originOf("a/one.yaml", "A"));
    expect([verdict?.accepts("a"), verdict?.accepts(1)]).toEqual([true, false]);
  });

  it("is none where the file cannot be read whole", () => {
    const opinion = new SecondOpinion(documents());
    expect(opinion.of(originOf("a/one.yaml", "A"))).toBeUndefined();
    expect(opinion.of(originOf("a/three.yaml", "D"))).toBeUndefined();
    expect(opinion.of(originOf("a/three.yaml", "C"))?.accepts([])).toBe(true);
  });
});

describe("a schema accepts nothing", () => {
  it.each([
    [
      "where what is required is not allowed",
      { type: "object", required: ["a"], additionalProperties: false },
    ],
    [
      "where types have nothing in common",
      { type: "object", allOf: [{ enum: ["a"] }] },
    ],
    [
      "where a required part accepts nothing",
      { type: "object", required: ["a"], properties: { a: false } },
    ],
    [
      "where no alternative fits the rest",
      {
        type: "object",
        additionalProperties: false,
        oneOf: [{ required: ["a"] }, { type: "string" }],
      },
    ],
  ] satisfies readonly (readonly [string, Json])[])("%s", (_, json) => {
    const { schema, lowering } = lowerJson(json);
    expect(acceptsNothing(schema, lowering.definitions)).toBe(true);
  });

  it.each([
    true,
    { required: ["a"], additionalProperties: false },
    {
      type: "object",
      required: ["a"],
      properties: { a: { type: "string" } },
      additionalProperties: false,
    },
    {
      $ref: "#/$defs/a",
      $defs: { a: { anyOf: [{ $ref: "#/$defs/a" }, { type: "null" }] } },
    },
  ] satisfies readonly Json[])("but not %j", (json) => {
    const { schema, lowering } = lowerJson(json);
    expect(acceptsNothing(schema, lowering.definitions)).toBe(false);
  });
});
