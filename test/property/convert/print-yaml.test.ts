import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { Diagnostics } from "../../../src/diagnostics/diagnostics.js";
import { printYaml } from "../../../src/documents/print-yaml.js";
import { readYaml } from "../../../src/documents/yaml-reader.js";
import type { Json } from "../../../src/source/json.js";

const WORDS = [
  "yes",
  "No",
  "null",
  "~",
  "1.10",
  "010",
  "0x1F",
  "1_000",
  "12:30",
  "2026-11-22",
  "2026-11-22T10:00:00Z",
  "<<",
  "=",
  "- a",
  "a: b",
  "a #b",
  "#c",
  "&a",
  "*a",
  "!t",
  "%d",
  "@x",
  "`x`",
  "---",
  "...",
  "{}",
  "[",
  "'",
  '"',
  "\\",
  "|",
  ">",
  " lead",
  "trail ",
  "two\nlines",
  "end\n",
  "\n",
  "tab\tin",
  "\r\n",
  "\u0000\u0007",
  "\u2028",
  "\ufeff",
  "😀 é",
  "",
];

const text = fc.oneof(
  fc.constantFrom(...WORDS),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.string({ maxLength: 200 }),
);

const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    text as fc.Arbitrary<Json>,
    fc.constantFrom<Json>(null, true, false, 0, -1.5, 1e21, 1e-7),
    fc.maxSafeInteger() as fc.Arbitrary<Json>,
    fc.array(tie("value"), { maxLength: 4 }) as fc.Arbitrary<Json>,
    fc
      .uniqueArray(fc.tuple(text, tie("value")), {
        selector: ([key]) => key,
        maxLength: 4,
      })
      .map((entries) =>
        Object.assign(Object.create(null), Object.fromEntries(entries)),
      ) as fc.Arbitrary<Json>,
  ),
}));

test("what is printed is read as it was, without a word", () => {
  fc.assert(
    fc.property(value, (json) => {
      const diagnostics = new Diagnostics();
      const file = { path: "a.yaml", text: printYaml({ json }) };
      const read = readYaml(file, diagnostics);
      expect(diagnostics.list).toEqual([]);
      expect(JSON.stringify(read)).toBe(JSON.stringify({ json }));
    }),
    { numRuns: 2_000 },
  );
});

test("and by readers of YAML 1.1 as well", () => {
  const words = WORDS.filter((word) => !/[=\r\u2028\ufeff]/.test(word));
  const printed = printYaml({ words });
  expect(parse(printed, { version: "1.1" })).toEqual({ words });
});
