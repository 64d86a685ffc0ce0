import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../../../src/source/json.js";
import { firstProblem } from "../../../src/schema/accepts-value.js";
import { emitSchemas, load, lowerJson } from "../../support/compile-schema.js";
import { document, value } from "./arbitrary-schema.js";

test("the compiler accepts what the emitted checks accept", () => {
  let [accepted, refused, sameWords] = [0, 0, 0];
  fc.assert(
    fc.property(
      document,
      fc.array(value, { minLength: 8, maxLength: 12 }),
      (json, values) => {
        const { schema, lowering } = lowerJson(json);
        const roots = [{ key: "root", wantedName: "Root", schema }];
        const emitted = emitSchemas(roots, lowering.definitions);
        const check = load(emitted).get("root")!;
        // Plain objects as the runtime sees them, others as the compiler does.
        for (const item of values.flatMap((one): Json[] => [
          one,
          JSON.parse(JSON.stringify(one)) as Json,
        ])) {
          const issues = check(item);
          const problem = firstProblem(item, schema, lowering.definitions);
          expect([json, item, problem === undefined]).toEqual([
            json,
            item,
            issues === undefined,
          ]);
          if (problem) refused++;
          else accepted++;
          if (issues?.some(({ message }) => message === problem?.message))
            sameWords++;
        }
      },
    ),
    { seed: 20261121, numRuns: 300 },
  );
  // Neither is rare, and mostly the words are those of the runtime: of
  // several problems it may tell others.
  expect(accepted).toBeGreaterThan(1000);
  expect(refused).toBeGreaterThan(1000);
  expect(sameWords / refused).toBeGreaterThan(0.8);
});
