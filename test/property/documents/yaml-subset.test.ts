/** The fast reader may give up whenever it likes, but must never differ. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { Diagnostics } from "../../../src/diagnostics/diagnostics.js";
import { readYaml } from "../../../src/documents/yaml-reader.js";
import { readYamlSubset } from "../../../src/documents/yaml-subset.js";
import { sharedPath } from "../../support/shared.js";

/** Whether the fast reader took the text. */
function agrees(text: string): boolean {
  const fast = readYamlSubset(text);
  if (fast === undefined) return false;
  const diagnostics = new Diagnostics();
  const slow = readYaml({ path: "a.yaml", text }, diagnostics);
  expect(diagnostics.list).toEqual([]);
  expect(fast).toEqual(slow);
  return true;
}

const fixtures = fileURLToPath(new URL("../../../fixtures", import.meta.url));

function textsOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => readFileSync(join(folder, name), "utf8"));
}

const corpus = sharedPath("corpus", "asyncapi");

test("on every fixture", () => {
  const texts = textsOf(fixtures);
  const taken = texts.filter(agrees);
  expect(taken.length).toBeGreaterThan(texts.length / 2);
});

test.skipIf(!corpus)("on every document of the corpus", () => {
  const texts = textsOf(corpus!);
  const taken = texts.filter(agrees);
  expect(taken.length).toBeGreaterThan(texts.length / 2);
});

test("on what the library writes, in every style", () => {
  const leaf = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom(
      "a b",
      "no",
      "1.0",
      "null",
      "a: b",
      "a #b",
      "x\ny\n",
      "é",
      "",
    ),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  );
  const { tree } = fc.letrec<{ tree: unknown; node: unknown }>((tie) => ({
    tree: fc.dictionary(fc.string({ maxLength: 6 }), tie("node"), {
      minKeys: 1,
      maxKeys: 4,
    }),
    node: fc.oneof(
      { depthSize: "small" },
      leaf,
      tie("tree"),
      fc.array(tie("node"), { maxLength: 4 }),
    ),
  }));
  const style = fc.record({
    collectionStyle: fc.constantFrom("any", "block", "flow"),
    defaultStringType: fc.constantFrom(
      "PLAIN",
      "QUOTE_DOUBLE",
      "QUOTE_SINGLE",
      "BLOCK_LITERAL",
    ),
    defaultKeyType: fc.constantFrom("PLAIN", "QUOTE_DOUBLE"),
    indentSeq: fc.boolean(),
    indent: fc.constantFrom(1, 2, 4),
    lineWidth: fc.constantFrom(0, 80),
  } as const);
  let taken = 0;
  fc.assert(
    fc.property(tree, style, (value, options) => {
      if (agrees(stringify(value, options))) taken += 1;
    }),
    { seed: 1, numRuns: 1_000 },
  );
  expect(taken).toBeGreaterThan(300);
});

test("on everyday files with a few keys hit by mistake", () => {
  const texts = textsOf(join(fixtures, "contracts"));
  const pieces = fc.constantFrom(
    ..."\n,{},[],#,\",',\\,-,:,?,&a ,*a,!,|,>,~,%,@,\t, ,\u00a0".split(","),
    ",",
    "\n\n",
    "  ",
    "- ",
    ": ",
    " #",
    "|\n",
    ">-\n",
    "---\n",
    "...",
    "<<",
    "1.50",
    "0x1",
    "+1",
    ".5",
    "''",
    "\n  k: v\n",
    "\n- z\n",
    "{}",
    "- - x\n",
    "\r\n",
    "\n#c\n",
  );
  const edit = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    remove: fc.integer({ min: 0, max: 3 }),
    insert: fc.oneof(pieces, fc.constant("")),
  });
  let taken = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...texts),
      fc.double({ min: 0, max: 0.95, noNaN: true }),
      fc.integer({ min: 1, max: 20 }),
      fc.array(edit, { maxLength: 3 }),
      (text, from, count, edits) => {
        const lines = text.split("\n");
        const start = Math.floor(from * lines.length);
        const slice = lines.slice(start, start + count);
        const indent = /^ */.exec(slice[0] ?? "")?.[0].length ?? 0;
        let part = slice
          .map((line) =>
            line.startsWith(" ".repeat(indent)) ? line.slice(indent) : line,
          )
          .join("\n");
        for (const { at, remove, insert } of edits) {
          const place = Math.floor(at * part.length);
          part = part.slice(0, place) + insert + part.slice(place + remove);
        }
        if (agrees(part)) taken += 1;
      },
    ),
    { seed: 1, numRuns: 4_000 },
  );
  expect(taken).toBeGreaterThan(1_000);
});

test.each([
  "a: &x 1",
  "a: *x",
  "a: !t 1",
  "? a\n: b",
  "a: b: c",
  "a: 'x",
  'a: "x\n  y"',
  "a: x\n  y",
  "a: [1\n]",
  "a: {b}",
  "a: [b: c]",
  "a: 1.10",
  "a: 0x1F",
  "a: .inf",
  "a: 12345678901234567890",
  "a: 1\na: 2",
  "<<: {}",
  "a: |2\n   x\n",
  "a: >\n  x\n   y\n",
  "a: 1\n---\nb: 2",
  "%YAML 1.2\n---\na: 1",
  "a:\tb",
  "\ta: b",
  " a: 1\nb: 2",
  "a: 1\n b: 2",
  "just text",
  "",
  "# comment",
  "a: {b: 1",
  "a: @x",
  "a: `x",
  "a: - b",
  'a: "\\x41"',
])("leaves %j to the library", (text) => {
  expect(readYamlSubset(text)).toBe(undefined);
});

test.each([
  "a : 1\nb  : 2",
  // White space to JavaScript, and a part of the word to YAML.
  "a\u00a0: 1\u00a0 # c",
  "a: |\n  \u00a0\n  x\n",
  "- a\n-   - b\n    - c: 1\n      d: 2\n-\n",
  "a:\n- b\n- c\nd:\n  - e\nf:\n",
  "a: { b: [1, 'it''s', \"\\u00e9\"], # c\n  d: e f }\n",
  "'a': x#y\n\"b\": a:b\nc-d: -\u2014\n",
  "a: >-\n  x\n  y\n\n\n  z\nb: |-\n  x\n   y\n\n",
  "---\n# c\na:   # c\n  b: 1e3\n",
  'a: {"b":1,"c":[2]}',
  "a: http://x.y/z?q=1#f",
])("takes %j, as the library does", (text) => {
  expect(agrees(text)).toBe(true);
});
