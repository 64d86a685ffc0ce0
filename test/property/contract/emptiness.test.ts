import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Emptiness } from "../../../src/contract/emptiness.js";
import { firstProblem } from "../../../src/schema/accepts-value.js";
import { lowerJson } from "../../support/compile-schema.js";
import { document, value } from "../schema/arbitrary-schema.js";

test("a schema that no value is said to fit accepts none", () => {
  let empty = 0;
  fc.assert(
    fc.property(
      document,
      fc.array(value, { minLength: 8, maxLength: 12 }),
      (json, values) => {
        const { schema, lowering } = lowerJson(json);
        const { definitions } = lowering;
        if (new Emptiness(definitions).mayFit(schema)) return;
        empty++;
        const accepted = values.filter(
          (item) => !firstProblem(item, schema, definitions),
        );
        expect([json, accepted]).toEqual([json, []]);
      },
    ),
    { seed: 20261122, numRuns: 3_000 },
  );
  expect(empty).toBeGreaterThan(20);
});
