import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { stateOf, withHeader } from "../../../src/plan/header.js";
import { canonicalTokens } from "../../../src/plan/tokens.js";
import { templateFile } from "../../../src/render/package-files.js";

/** What begins, ends and joins tokens. */
const bits = fc.constantFrom(
  ..."`|${|}|{|/|*|//|/*|*/|\"|'|\\|\n|<|>|(|)|[|]|?|.|=|=>|;|,|a|1| |return|\u2028|§|\ud800".split(
    "|",
  ),
);

it("any text has tokens, however broken", () => {
  fc.assert(
    fc.property(fc.array(bits, { maxLength: 60 }), (parts) => {
      expect(() => canonicalTokens(parts.join(""))).not.toThrow();
    }),
    { numRuns: 3_000 },
  );
});

it("a generated file that a person broke is edited, not a crash", () => {
  const code = readFileSync(templateFile("runtime/core/errors.ts"), "utf8");
  const file = withHeader("errors.ts", code, "realtime.yaml");
  const first = file.length - code.length;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: code.length }), bits, (at, bit) => {
      const cut = first + at;
      const broken = file.slice(0, cut) + bit + file.slice(cut);
      expect(stateOf("errors.ts", broken)).not.toBe("foreign");
    }),
    { numRuns: 300 },
  );
});
