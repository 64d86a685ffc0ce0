import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../../../src/source/json.js";
import { checkOf } from "../../support/compile-schema.js";
import { ajvIsWrong, ajvVerdict } from "./ajv.js";
import { document, value } from "./arbitrary-schema.js";
import { inWordsOf, type AjvDraft } from "./older-drafts.js";

/** Plain objects, as `JSON.parse` makes them. */
const plain = (json: Json): Json => JSON.parse(JSON.stringify(json)) as Json;

function verdict(ask: () => boolean): boolean | undefined {
  try {
    return ask();
  } catch {
    // Ajv calls `toString` of values that have a property of that name.
    return undefined;
  }
}

const drafts: readonly AjvDraft[] = [
  "draft-04",
  "draft-07",
  "2019-09",
  "2020-12",
];

test.each(drafts)("our verdict is Ajv's, %s", (draft) => {
  let compared = 0;
  fc.assert(
    fc.property(
      document
        .map((schema) => inWordsOf(draft, plain(schema)))
        .filter((schema) => !ajvIsWrong(schema)),
      fc.array(value.map(plain), { minLength: 8, maxLength: 12 }),
      (schema, values) => {
        const theirs = ajvVerdict(schema, draft);
        const ours = checkOf(schema, draft);
        for (const item of values) {
          const expected = verdict(() => theirs(item));
          if (expected === undefined) continue;
          compared++;
          const issues = ours(item);
          expect([schema, item, issues === undefined]).toEqual([
            schema,
            item,
            expected,
          ]);
          for (const issue of issues ?? []) expect(issue.message).not.toBe("");
        }
      },
    ),
    { seed: 20261121, numRuns: 150 },
  );
  expect(compared).toBeGreaterThan(1000);
});
