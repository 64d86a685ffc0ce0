/** The fast reader may give up whenever it likes, but must never differ. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { Diagnostics } from "../../../src/diagnostics/diagnostics.js";
import {
  readYaml,
  readYamlRanges,
} from "../../../src/documents/yaml-reader.js";
import {
  readYamlSubset,
  readYamlSubsetRanges,
} from "../../../src/documents/yaml-subset.js";
import { sharedPath } from "../../support/shared.js";

/** Whether the fast reader took the text. */
function agrees(text: string): boolean {
  const file = { path: "a.yaml", text };
  const ranges = readYamlSubsetRanges(text);
  expect(ranges).toEqual(ranges && readYamlRanges(file));
  const fast = readYamlSubset(text);
  if (fast === undefined) return false;
  const diagnostics = new Diagnostics();
  const slow = readYaml(file, diagnostics);
  expect(diagnostics.list).toEqual([]);
  expect(fast).toEqual(slow);
  return true;
}

const fixtures = fileURLToPath(new URL("../../../fixtures", import.meta.url));

function textsOf(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort();
  return new Map(
    names.map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );
}

function leftToLibrary(folder: string): readonly string[] {
  return [...textsOf(folder)]
    .filter(([, text]) => !agrees(text))
    .map(([name]) => name);
}

const corpus = sharedPath("corpus");

test("on every fixture, of which only those of diagnostics are odd", () => {
  const left = leftToLibrary(fixtures);
  expect(left.length).toBeLessThan(25);
  expect(left.filter((name) => !name.startsWith("diagnostics"))).toEqual([]);
});

test.skipIf(!corpus)("on every document of the corpus, all but one", () => {
  // A description that begins with a tab.
  expect(leftToLibrary(corpus!)).toEqual([
    "asyncapi/ballerina-github-INVALID.yml",
  ]);
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

test("on values of every style, over many lines", () => {
  const token = fc.constantFrom(
    "x",
    "y z",
    "1",
    "-",
    "- ",
    ":",
    ": ",
    "#",
    " # c",
    ",",
    "k: ",
    "[",
    "]",
    "{",
    "}",
    "'",
    "''",
    '"',
    "\\",
    '\\"',
    "\\n",
    "---",
    " ",
    "  ",
    "\n",
    "\n ",
    "\n  ",
    "\n  ",
    "\n   ",
    "\n    ",
    "\n\n  ",
  );
  const value = fc.record({
    open: fc.constantFrom(
      "",
      "",
      "\n  ",
      "'",
      '"',
      "[",
      "{k: ",
      "[{k: ",
      "- ",
      "- k: ",
      "|\n  ",
      ">\n  ",
      ">-\n  ",
      "|+\n  ",
      ">+\n  ",
      "|1\n  ",
    ),
    tokens: fc.array(token, { maxLength: 10 }),
    close: fc.constantFrom("", "", "'", '"', "]", "}", "}]", "\n"),
  });
  const document = fc.record({
    values: fc.array(value, { minLength: 1, maxLength: 3 }),
    start: fc.constantFrom("", "", "", "\uFEFF", "---\n", "# c\n"),
    lineBreak: fc.constantFrom("\n", "\n", "\r\n"),
  });
  let taken = 0;
  fc.assert(
    fc.property(document, ({ values, start, lineBreak }) => {
      const members = values.map(
        ({ open, tokens, close }, i) =>
          `k${i}:${open.startsWith("- ") ? "\n" : " "}${open}${tokens.join("")}${close}`,
      );
      const text = start + members.join("\n");
      if (agrees(text.replaceAll("\n", lineBreak))) taken += 1;
    }),
    { seed: 1, numRuns: 5_000 },
  );
  expect(taken).toBeGreaterThan(700);
});

test("on everyday files with a few keys hit by mistake", () => {
  const texts = textsOf(join(fixtures, "contracts")).values();
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
    "\n    ",
    "\n\n      ",
    "\\\n",
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
  'a: "x\ny"',
  "a: x\n  y: z",
  "a: x # c\n  y",
  "a: [[1\n]]",
  "a: [1,\n2]",
  "a: {b}",
  "a: [b: c]",
  "a: 1.10",
  "a: 0x1F",
  "a: .inf",
  "a: 12345678901234567890",
  "a: 1\na: 2",
  "<<: {}",
  "a: |\n    \n  x\n",
  "a: |\n   x\n  y\n",
  "a: |0\n x\n",
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
  'a: "\\q"',
  'a: "\\x4"',
  'a: "\\UFFFFFFFF"',
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
  "a: x\n  y: z".replace(": z", ":z\n\n\n  - # c\nb: 1"),
  "a:\n    x\n  y\nb:\n- 'x\n\n\n  y''  \n  '\n- - x\n  - y\n   z\n",
  'a: "x\\\n  y  \n\n z\\ \n\n  "',
  "a: \"\\x41\\u00e9\\U0001F4C8\\N\\_\\e\\0\"\nb: '\n c'",
  'a: [1\n]\nb: {\n}\nc: {"": x\n  y\n\n  z, d: [e\n  f # c\n  ]}',
  "a: >\n\n\n  x\n  y\n   - z\n\n   - z\n\n\n  x \n  \n     \n  y\n\n\nb: |+\n  x\n\n\nc: >2-\n    x\n  y\n",
  "a: |1+\n   \n  x\n   y\n# c\nb: |\n  x",
  "\uFEFF--- # c\r\na:  # c\r\nb: |\r\n  x\r\n\r\n  y\r\nc:\r\n- \r\n- x\r\n  y\r\n",
])("takes %j, as the library does", (text) => {
  expect(agrees(text)).toBe(true);
});
