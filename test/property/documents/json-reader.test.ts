import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Diagnostics } from "../../../src/diagnostics/diagnostics.js";
import { readJson } from "../../../src/documents/json-reader.js";
import { readYaml } from "../../../src/documents/yaml-reader.js";

test("JSON is read as JSON.parse reads it, however it is spaced", () => {
  fc.assert(
    fc.property(fc.json(), fc.integer({ min: 0, max: 3 }), (json, indent) => {
      const text = JSON.stringify(JSON.parse(json), null, indent);
      const file = { path: "a.json", text };
      expect(readJson(file, new Diagnostics())).toEqual(JSON.parse(text));
    }),
    { seed: 1, numRuns: 500 },
  );
});

/** What JSON.parse takes without a word. */
const ODD: ReadonlySet<string> = new Set(["number-too-large", "duplicate-key"]);
const REFUSED = Symbol("refused");

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return REFUSED;
  }
}

test("a text is accepted if and only if JSON.parse accepts it", () => {
  const pieces = fc.constantFrom(
    ...'{}[],:"\\ \n019.-+eEtfnu'.split(""),
    '"a"',
    "true",
    "null",
    "1",
    "\\u0041",
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const text = parts.join("");
      const diagnostics = new Diagnostics();
      const value = readJson({ path: "a.json", text }, diagnostics);
      const parsed = parse(text);
      expect(diagnostics.failed).toBe(
        parsed === REFUSED || diagnostics.list.some(({ id }) => ODD.has(id)),
      );
      expect(value === undefined).toBe(parsed === REFUSED);
    }),
    { seed: 2, numRuns: 3000 },
  );
});

test("JSON means the same when it is read as YAML", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), (json) => {
      const text = JSON.stringify(JSON.parse(json), null, 2);
      const file = { path: "a.yaml", text };
      expect(readYaml(file, new Diagnostics())).toEqual(JSON.parse(text));
    }),
    { seed: 3, numRuns: 200 },
  );
});
