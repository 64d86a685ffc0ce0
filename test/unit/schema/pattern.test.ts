import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript5";
import { describe, expect, it } from "vitest";
import { firstProblem } from "../../../src/schema/accepts-value.js";
import { backtracking } from "../../../src/schema/backtracking.js";
import {
  compilePattern,
  matches,
  slowness,
} from "../../../src/schema/pattern.js";
import { parseRegex } from "../../../src/schema/regex-tree.js";
import { createShapes } from "../../../src/schema/shape.js";
import type { Json } from "../../../src/source/json.js";
import { checkOf, lowerJson } from "../../support/compile-schema.js";

const degreeOf = (source: string) => backtracking(parseRegex(source)!);

describe("patterns that take exponential time", () => {
  it.each([
    // OWASP, "Regular expression Denial of Service"
    "^(a+)+$",
    "^([a-zA-Z]+)*$",
    "^(a|aa)+$",
    "^(a|a?)+$",
    "^(([a-z])+.)+[A-Z]([a-z])+$",
    "^[a-zA-Z]+(([',. -][a-zA-Z ])?[a-zA-Z]*)*$",
    "^([a-zA-Z0-9])(([-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}(([a-z]{2,3})|([a-z]{2,3}[.]{1}[a-z]{2,3}))$",
    // repetitions inside repetitions
    "^(a*)*$",
    "^(a*)+$",
    "^(a{1,}){2,}$",
    "^(?:a{0,50}){0,50}$",
    "^(\\w+\\s?)*$",
    "^(\\d+,?)+$",
    "^(x+x+)+y",
    "^((ab)*)*c",
    "^(([a-z]+)*)x",
    // alternatives that overlap
    "^(a|a)*$",
    "^(\\w|\\d)*$",
    "^([a-z]|[m-z0-9])+$",
    "^(ab|a|b)+$",
    "^(a|b|ab)*$",
    "^(?:.|\\s)*x$",
    "^(?<name>a|ab|bc|c)*!",
    // in how many ways to take nothing
    "^(?:a?b?)*$",
    "^(?:(?:a?|b?)c)*$",
    "^(?:(?:a|)(?:b|)(?:c|))*$",
    // beyond ASCII
    "^([à-ü]+)+$",
    "^(ж|ж)+$",
    "^(\\p{L}+\\p{M}*)+$",
    "^(\\u00e9|é)+$",
    "^([\\u{1f600}-\\u{1f64f}]|😀)+$",
    // inside a look-around
    "^(?=(a+)+$)",
    "(?<!(b|b)+c)x",
  ])("%s", (source) => {
    expect("flags" in compilePattern(source)).toBe(true);
    expect(degreeOf(source)).toBe("exponential");
    expect(slowness(source)).toMatch(/many ways/);
  });
});

describe("patterns that take the cube of the length, or more", () => {
  it.each([
    "^\\S+@\\S+\\.\\S+$",
    "^.*a.*b.*$",
    "a*a*a*b",
    "^(.*a){11}$",
    "\\b\\w*\\w*$",
    "^\\s*\\w*\\s*\\w*\\s*\\w*\\s*$|^\\d*\\d*\\d*$",
    "<.*>.*</.*>$",
  ])("%s", (source) => {
    expect(degreeOf(source)).toBe("polynomial");
    expect(slowness(source)).toMatch(/cube/);
  });
});

describe("patterns that take no time to speak of", () => {
  it.each([
    "",
    "abc",
    "^[a-z]+$",
    "^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,}$",
    "^[^@\\s]+@[^@\\s.]+(?:\\.[^@\\s.]+)+$",
    "^(a+b)+$",
    "^([a-z]+\\.)*[a-z]+$",
    "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:\\d{2}))?$",
    "^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
    "^[A-Fa-f0-9]{2}(:[A-Fa-f0-9]{2}){5}$",
    "^amq\\.gen\\-.+$",
    "[A-Z\\s]+\\/[A-Z\\s]+",
    "^[-A-Za-z0-9+/]*={0,3}$",
    "^([0-9]+\\.?[0-9]*|\\.[0-9]+)s$",
    "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
    "^(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}$",
    "^(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(?:-((?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\\.(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\\+([0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*))?$",
    "^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$",
    "^arn:[^:\\n]*:[^:\\n]*:[^:\\n]*:[^:\\n]*:.*$",
    "^https?://[^\\s/?#]+(?:/[^\\s?#]*)?(?:\\?[^\\s#]*)?$",
    "^(?!.*--)[a-z](?:-[a-z0-9]+)*$|^x$",
    "^#(?:[0-9a-f]{3}){1,2}$",
    "^[A-Z]{3}(?:,[A-Z]{3})*$",
    '^("[^"\\\\]*(?:\\\\.[^"\\\\]*)*")$',
    "^\\p{Lu}\\p{Ll}*(?: \\p{Lu}\\p{Ll}*)*$",
    // nothing after the repetition can fail
    "^(a+)+",
    "([a-z]+\\s*)+",
    // too few rounds to matter
    "^(?:a{1,3}){1,3}$",
    "^(?:\\d{1,3}\\.){3}\\d{1,3}$",
  ])("%s", (source) => {
    expect("flags" in compilePattern(source)).toBe(true);
    expect(slowness(source)).toBeUndefined();
  });
});

describe("patterns of other languages", () => {
  it.each([
    ["(?i)abc", "(?i)"],
    ["^(?i:abc)$", "(?i:"],
    ["a++b", "++"],
    ["[a-z]{2}+", "{2}+"],
    ["(?>a|ab)c", "(?>"],
    ["^[[:alpha:]_]+$", "[:alpha:]"],
    ["a\\Z", "\\Z"],
    ["\\Q.\\E", "\\Q"],
    ["[\\A]", "\\A"],
    ["\\x{41}", "\\x"],
    ["^\\p{IsGreek}+$", "\\p{IsGreek}"],
    ["(?P=name)", "(?P="],
    ["(?#said)a", "(?#"],
  ])("%s is not understood for its %s", (source, foreign) => {
    expect(compilePattern(source)).toEqual({ foreign });
  });

  it.each([
    ["\\A[a-z]+\\z", "^[a-z]+$"],
    ["\\A\\p{L}\\z", "^\\p{L}$"],
    ["(?P<year>\\d+)", "(?<year>\\d+)"],
  ])("%s is %s here", (source, meant) => {
    expect(compilePattern(source)).toEqual({ source: meant, flags: "u" });
  });

  it.each([
    "(?:a)(?=b)(?!c)(?<=d)(?<!e)(?<f>g)\\k<f>",
    "^\\_[\\w\\-(?i)*+]+\\+$",
    "[(?]a",
    "^\\-\\@\\x41\\u0041\\cA\\d\\b\\/\\1$",
    "a\\++",
    "a{,2}",
    "]",
  ])("%s is JavaScript's", (source) => {
    expect(compilePattern(source)).toMatchObject({ source });
  });

  it("are told, and what they name is not refused for that", () => {
    const schema: Json = {
      type: "object",
      patternProperties: { "(?i)^x-": { type: "string" } },
      properties: { p: { type: "string", pattern: "\\Aab\\z" } },
      additionalProperties: false,
    };
    const { diagnostics } = lowerJson(schema);
    expect(diagnostics.list.map(({ id }) => id).sort()).toEqual([
      "schema-foreign-pattern",
      "schema-pattern-taken",
    ]);
    const check = checkOf(schema);
    expect(check({ "X-a": 1, p: "ab" })).toBeUndefined();
    expect(check({ p: "xab" })).toBeDefined();
  });
});

describe("patterns that are hard to look into", () => {
  it.each([
    ["long", "[ab]*".repeat(3_000)],
    ["many positions", "(?:[ab]c?)".repeat(2_000) + "a*"],
    ["deep", `${"(".repeat(500)}a*${")".repeat(500)}`],
    ["counts of counts", "(?:(?:(?:a{9}b?){9}c?){9}d?){9}e*"],
    ["many edges", `^(?:${"a?".repeat(300)})*$`],
    [
      "stars of stars",
      `${"(".repeat(90)}${"a|".repeat(500)}b${")*".repeat(90)}`,
    ],
  ])("are said to be: %s", (_, source) => {
    expect(slowness(source)).toBeDefined();
  });
});

describe("what limits the time", () => {
  it("is a short text", () => {
    expect(slowness("^(a+)+$", 20)).toBeUndefined();
    expect(slowness("^(a+)+$", 21)).toBeDefined();
    expect(slowness("^\\S+@\\S+\\.\\S+$", 254)).toBeUndefined();
  });

  it("is not to try where nobody waits for the answer", () => {
    const slow = { source: "^(a+)+$", flags: "u" };
    expect(matches("aaaa", slow)).toBe(true);
    expect(matches(`${"a".repeat(15)}!`, slow)).toBe(false);
    expect(matches(`${"a".repeat(100_000)}!`, slow)).toBeUndefined();
    const quick = { source: "^a+$", flags: "u" };
    expect(matches("a".repeat(10_000), quick)).toBe(true);
    expect(matches("a".repeat(1_000_000), quick)).toBeUndefined();
  });
});

describe("the user", () => {
  it("is told of a slow pattern, and may know better", () => {
    const slow = "^(a+)+$";
    expect(told({ type: "string", pattern: slow })).toEqual([
      "schema-slow-pattern",
    ]);
    const trusted = { "x-realtime-pattern": "trusted" };
    expect(told({ type: "string", pattern: slow, ...trusted })).toEqual([]);
    const object = { type: "object", patternProperties: { [slow]: true } };
    expect(told(object)).toEqual(["schema-slow-pattern"]);
    expect(told({ ...object, ...trusted })).toEqual([]);
    const other = {
      type: "string",
      pattern: slow,
      "x-realtime-pattern": "yes",
    };
    expect(told(other)).toEqual([
      "schema-keyword-value",
      "schema-slow-pattern",
    ]);
  });

  it("waits for no pattern of the schema's", () => {
    const long = `${"a".repeat(1_000)}!`;
    const { schema, lowering } = lowerJson({
      type: "object",
      required: [long],
      patternProperties: { "^(a+)+$": { type: "string", pattern: "^(b|b)*$" } },
      additionalProperties: false,
      examples: [{ [long]: "b".repeat(1_000) }],
    });
    const value = { [long]: `${"b".repeat(1_000)}!` };
    expect(firstProblem(value, schema, lowering.definitions)).toBeUndefined();
    expect(createShapes(lowering.definitions).of(schema)).toMatchObject({
      properties: [{ name: long, shape: { kind: "unknown" } }],
    });
  });
});

describe("our own patterns", () => {
  it("take no time to speak of", () => {
    const root = new URL("../../../templates/runtime/", import.meta.url);
    const found: string[] = [];
    for (const file of readdirSync(root, {
      recursive: true,
      encoding: "utf8",
    })) {
      if (!file.endsWith(".ts")) continue;
      const code = readFileSync(new URL(file, root), "utf8");
      const tree = ts.createSourceFile(file, code, ts.ScriptTarget.Latest);
      const visit = (node: ts.Node): void => {
        if (ts.isRegularExpressionLiteral(node)) {
          const [, source = ""] = /^\/(.*)\/\w*$/s.exec(node.text) ?? [];
          const problem = slowness(source);
          if (problem !== undefined)
            found.push(`${file}: ${source}: ${problem}`);
        }
        node.forEachChild(visit);
      };
      visit(tree);
    }
    expect(found).toEqual([]);
  });
});

function told(schema: Json): readonly string[] {
  return lowerJson(schema).diagnostics.list.map(({ id }) => id);
}
