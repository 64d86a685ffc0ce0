/** Whatever stands in a document, it is told of: nothing throws. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { formatDiagnostics } from "../../../src/diagnostics/format.js";
import { locate } from "../../../src/documents/locate.js";
import { readContract } from "../../../src/frontends/read-contract.js";
import { contractsFolder } from "../../support/contract-fixtures.js";
import { memoryReadHost } from "../../support/memory-read-host.js";

type Place = readonly (string | number)[];

function placesOf(value: unknown, place: Place = []): Place[] {
  if (typeof value !== "object" || value === null) return [place];
  return [
    place,
    ...Object.entries(value).flatMap(([key, part]) =>
      placesOf(part, [...place, key]),
    ),
  ];
}

/** The value with what is at the place changed, removed or renamed. */
function change(
  value: unknown,
  place: Place,
  edit: (part: unknown) => unknown,
): unknown {
  const copy: unknown = structuredClone(value);
  let parent = Object(copy);
  for (const key of place.slice(0, -1)) parent = Object(parent[key]);
  const last = place.at(-1);
  if (last !== undefined) parent[last] = edit(parent[last]);
  return copy;
}

const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(
    {},
    [],
    "",
    null,
    -1,
    1.5,
    true,
    "none",
    "Order",
    "#/types/Order",
    { $ref: "#" },
    { $ref: "#/channels" },
    { $ref: "#/types/Order" },
    { $ref: "#/components/schemas/Order" },
    { $ref: "gone.yaml" },
    { $ref: 1 },
    { $ref: "#/channels/orders/messages/order.created" },
    { type: "object", properties: { a: { $ref: "#" } } },
    { allOf: [{ $ref: "#/types/Order" }] },
  ),
);

test.each([
  "shop.realtime.yaml",
  "kitchen-sink.realtime.yaml",
  "shop.asyncapi.yaml",
  "kitchen-sink.asyncapi.yaml",
  "kitchen-sink.asyncapi2.yaml",
  "shop.openapi.yaml",
  "shop.schema.json",
])("%s with anything anywhere", async (name) => {
  const text = readFileSync(join(contractsFolder, name), "utf8");
  const document: unknown = parse(text);
  const places = placesOf(document);
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          at: fc.integer({ min: 0, max: places.length - 1 }),
          value: odd,
          remove: fc.boolean(),
        }),
        { minLength: 1, maxLength: 3 },
      ),
      async (edits) => {
        let changed = document;
        for (const { at, value, remove } of edits) {
          changed = change(changed, places[at]!, () =>
            remove ? undefined : value,
          );
        }
        const host = memoryReadHost({
          "main.json": JSON.stringify(changed, null, 1) ?? "",
          "kitchen-sink.parts.yaml": "messages: {}\nRange: {}",
        });
        const { contract, diagnostics } = await readContract({
          entry: "main.json",
          host,
        });
        const located = await locate(diagnostics);
        for (const { target } of located) {
          const { file, range } = target!;
          expect(range!.start).toBeGreaterThanOrEqual(0);
          expect(range!.end).toBeLessThanOrEqual(file.text.length);
        }
        expect(formatDiagnostics(located)).toBeTypeOf("string");
        const failed = diagnostics.some((each) => each.severity === "error");
        expect(contract === undefined).toBe(failed);
      },
    ),
    { seed: 1, numRuns: 150 },
  );
});
