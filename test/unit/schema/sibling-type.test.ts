import { describe, expect, test } from "vitest";
import type { DialectId } from "../../../src/schema/dialect.js";
import type { Json } from "../../../src/source/json.js";
import { checkOf, lowerJson } from "../../support/compile-schema.js";

const document = (type: Json, target: Json): Json => ({
  type: "object",
  properties: { status: { type, $ref: "#/definitions/Alias" } },
  definitions: {
    Alias: { $ref: "#/definitions/Status", description: "as it is" },
    Status: target,
  },
});

function told(json: Json, dialect: DialectId): readonly string[] {
  return lowerJson(json, dialect).diagnostics.list.map(({ id }) => id);
}

describe("a type beside a $ref", () => {
  const status: Json = { type: "string", enum: ["on", "off"] };

  test.each([
    ["a type", status],
    ["texts alone", { enum: ["on", "off"] }],
  ])("gives way to what that leads to: %s", (_, target) => {
    const json = document("object", target);
    expect(told(json, "asyncapi")).toEqual(["schema-sibling-type"]);
    const check = checkOf(json, "asyncapi");
    expect(check({ status: "on" })).toBeUndefined();
    expect(check({ status: "in" })).toBeDefined();
  });

  test("counts where it agrees, or nothing is known of the target", () => {
    for (const [type, target] of [
      ["string", status],
      [["string", "null"], status],
      ["integer", { type: "number" }],
      ["object", { properties: { type: { type: "string" } } }],
    ] satisfies [Json, Json][]) {
      expect(told(document(type, target), "asyncapi")).not.toContain(
        "schema-sibling-type",
      );
    }
    const check = checkOf(document("integer", { type: "number" }), "asyncapi");
    expect(check({ status: 1.5 })).toBeDefined();
  });

  test("counts by the letter where the dialect is JSON Schema's", () => {
    const json = document("object", status);
    expect(told(json, "2020-12")).toEqual([]);
    expect(checkOf(json)({ status: "on" })).toBeDefined();
  });
});
