import { describe, expect, test } from "vitest";
import type { Json } from "../../../src/source/json.js";
import { firstProblem } from "../../../src/schema/accepts-value.js";
import { formatKind, formatNames } from "../../../src/schema/formats.js";
import { checkOf, lowerJson } from "../../support/compile-schema.js";

/** `/path message`, or `fits`. */
function told(document: Json, value: Json): string {
  const { schema, lowering } = lowerJson(document);
  const problem = firstProblem(value, schema, lowering.definitions);
  if (!problem) return "fits";
  const path = problem.path.map((key) => `/${key}`).join("");
  return `${path} ${problem.message}`.trimStart();
}

describe("says what is wrong first, and where", () => {
  const variants = {
    oneOf: ["a", "b"].map((tag) => ({
      type: "object",
      required: ["kind", tag],
      properties: { kind: { const: tag }, [tag]: { type: "integer" } },
    })),
  };
  test.each<[Json, Json, string]>([
    [false, 1, "must not be there"],
    [{ type: ["string", "null"] }, 1, "must be of type string or null"],
    [{ type: "integer" }, 1.5, "must be an integer"],
    [{ type: "null" }, 0, "must be null"],
    [{ const: { a: [1] } }, { a: [1] }, "fits"],
    [{ enum: ["a", "b"] }, "c", 'must be one of "a", "b"'],
    [{ maxLength: 2 }, "😀😀", "fits"],
    [{ pattern: "^\\p{L}+$" }, "a1", "must match ^\\p{L}+$"],
    [{ multipleOf: 0.01 }, 54350.4, "fits"],
    [{ multipleOf: 0.01 }, 0.005, "must be a multiple of 0.01"],
    [{ multipleOf: 1e-300 }, 1e300, "fits"],
    [{ items: { minimum: 2 } }, [2, 1], "/1 must be at least 2"],
    [{ prefixItems: [true], items: false }, [1, 2], "/1 must not be there"],
    [
      { uniqueItems: true },
      [{ a: 1 }, { a: 1 }],
      "must not have the same item twice",
    ],
    [
      { contains: { const: 1 }, maxContains: 1 },
      [1, 1],
      "must have at most 1 matching item",
    ],
    [{ required: ["constructor"] }, {}, "/constructor is required"],
    [
      { properties: { a: true }, additionalProperties: false },
      { a: 1, toString: 2 },
      "/toString is not known",
    ],
    [{ dependentRequired: { a: ["b"] } }, { a: 1 }, "/b is required beside a"],
    [variants, { kind: "a", a: 1 }, "fits"],
    [variants, { kind: "b", b: "x" }, "/b must be an integer"],
    [variants, { kind: "a" }, "/a is required"],
    [variants, { kind: "c" }, "must match one of the alternatives"],
    [
      { oneOf: [{ minimum: 1 }, { minimum: 2 }] },
      3,
      "must match one alternative, not 2",
    ],
    [{ if: { type: "string" }, else: { minimum: 1 } }, "", "fits"],
    [{ if: { type: "string" }, else: { minimum: 1 } }, 0, "must be at least 1"],
    [{ not: { type: "string" } }, "a", "must not match"],
  ])("%j, %j: %s", (schema, value, expected) => {
    expect(told(schema, value)).toBe(expected);
  });
});

const SCALARS: readonly Json[] = [
  ..."2026-02-28 2026-02-30T10:00:00Z 2026-02-28T10:00:00Z 10:00:00Z P1D a@b.cd ä@ö.de a.b ä.de 1.2.3.4 ::1 http://a/b /a /a/b 1/a {a} [ YWJj {[ f81d4fae-7dec-11d0-a765-00a0c91e6bf6".split(
    " ",
  ),
  ...[7, 8, 15, 16, 31, 32, 53, 63].flatMap((bits) => [
    2 ** bits,
    2 ** bits - 1,
    -(2 ** bits),
    -(2 ** bits) - 1,
  ]),
  0.5,
];

test.each(formatNames)("format %s, as the emitted checks read it", (format) => {
  const check = checkOf({ format });
  const verdicts = SCALARS.map((value) => told({ format }, value) === "fits");
  expect(verdicts).toEqual(SCALARS.map((value) => check(value) === undefined));
  const asserted = formatKind(format) && !/float|double/.test(format);
  expect(verdicts.includes(false)).toBe(asserted === true);
});

describe("ends soon", () => {
  test("where definitions refer to the next one twice", () => {
    const $defs: Record<string, Json> = { d60: { type: "string" } };
    for (let i = 0; i < 60; i++) {
      const $ref = `#/$defs/d${i + 1}`;
      $defs[`d${i}`] = {
        anyOf: [{ $ref }, { $ref }],
        properties: { x: { $ref: "#/$defs/d0" } },
      };
    }
    let value: Json = 1;
    for (let i = 0; i < 60; i++) value = { x: value };
    expect(told({ $ref: "#/$defs/d0", $defs }, value)).not.toBe("fits");
    expect(told({ $ref: "#/$defs/d0", $defs }, "a")).toBe("fits");
  });

  test("where a definition leads to itself with nothing between", () => {
    const $defs = { a: { allOf: [{ $ref: "#/$defs/b" }] }, b: {} as Json };
    $defs.b = { anyOf: [{ $ref: "#/$defs/a" }, { $ref: "#/$defs/a" }] };
    expect(told({ $ref: "#/$defs/a", $defs }, 1)).not.toBe("fits");
  });

  test("where a long text meets a pattern of exponential time", () => {
    const pattern = "^(a+)+$";
    const text = `${"a".repeat(60)}!`;
    expect(told({ pattern }, text)).toBe("fits");
    expect(told({ pattern }, "a!")).toBe("must match ^(a+)+$");
    const schema = {
      patternProperties: { [pattern]: false },
      additionalProperties: false,
    };
    expect(told(schema, { [text]: 1 })).toBe("fits");
  });

  test("where definitions and values are as deep as can be", () => {
    const $defs: Record<string, Json> = {};
    for (let i = 0; i < 600; i++)
      $defs[`d${i}`] = { allOf: [{ $ref: `#/$defs/d${i + 1}` }] };
    $defs["d600"] = { type: "string" };
    const top = { $ref: "#/$defs/d0", $defs };
    expect(told(top, "a")).toBe("is nested too deeply to be checked");
    const node = {
      anyOf: [
        { type: "null" },
        { properties: { next: { $ref: "#/$defs/node" } } },
      ],
    };
    const list = { $ref: "#/$defs/node", $defs: { node } };
    const nested = (depth: number): Json =>
      depth === 0 ? null : { next: nested(depth - 1) };
    expect(told(list, nested(100))).toBe("fits");
    expect(told(list, nested(490))).toBe("is nested too deeply to be checked");
  });
});
