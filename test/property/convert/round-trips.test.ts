import * as fc from "fast-check";
import { expect, test } from "vitest";
import { textOf } from "../../../src/convert/convert.js";
import { canonicalContract } from "../../support/canonical-contract.js";
import { readText } from "../../unit/convert/read-text.js";
import { contractText } from "./arbitrary-contract.js";

test("what is written and read back is the same contract", async () => {
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(contractText, async (text) => {
      const { contract } = await readText(text);
      if (!contract) return;
      accepted++;
      const expected = canonicalContract(contract);
      for (const to of ["native", "asyncapi"] as const) {
        for (const format of ["yaml", "json"] as const) {
          const written = textOf(contract, to, format);
          const { contract: other, diagnostics } = await readText(written);
          const told = diagnostics.filter(
            ({ severity }) => severity === "error",
          );
          expect(told).toEqual([]);
          expect(canonicalContract(other!)).toEqual(expected);
        }
      }
    }),
    { numRuns: 100 },
  );
  expect(accepted).toBeGreaterThan(50);
});

test("and what is written twice is the same text", async () => {
  await fc.assert(
    fc.asyncProperty(contractText, async (text) => {
      const { contract } = await readText(text);
      if (!contract) return;
      for (const to of ["native", "asyncapi"] as const) {
        const written = textOf(contract, to, "yaml");
        const { contract: other } = await readText(written);
        expect(textOf(other!, to, "yaml")).toBe(written);
      }
    }),
    { numRuns: 50 },
  );
});
