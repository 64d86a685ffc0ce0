import { describe, expect, test } from "vitest";
import type { Json } from "../../../src/source/json.js";
import { readContract } from "../../../src/frontends/read-contract.js";
import { sample } from "../../../src/project/sample.js";
import {
  contractFixtures,
  readFixture,
} from "../../support/contract-fixtures.js";
import { memoryReadHost } from "../../support/memory-read-host.js";

/** What is made for a payload of this schema. */
async function made(schema: object): Promise<Json | undefined> {
  const { contract } = await readContract({
    entry: "s.json",
    host: memoryReadHost({
      "s.json": JSON.stringify({
        realtime: 1,
        name: "s",
        version: "1",
        channels: {
          c: { address: "c", serverToClient: { m: { payload: schema } } },
        },
        types: {
          Tree: {
            type: "object",
            required: ["children"],
            properties: {
              children: { type: "array", items: { $ref: "#/types/Tree" } },
            },
          },
          Endless: {
            type: "object",
            required: ["next"],
            properties: { next: { $ref: "#/types/Endless" } },
          },
        },
      }),
    }),
  });
  const [message] = contract!.channels[0]!.serverToClient;
  return sample(message!.payload, contract!.definitions);
}

describe("makes the simplest value that fits", () => {
  test.each<[object, Json | undefined]>([
    [{ type: "string" }, "text"],
    [{ type: "string", maxLength: 2 }, "aa"],
    [{ type: "string", minLength: 6 }, "text--"],
    [{ type: "string", format: "date" }, "2026-01-31"],
    [{ type: "string", pattern: "^[A-Z]{3}$" }, "ABC"],
    [{ type: "string", pattern: "^x{3}y{7}$" }, undefined],
    [{ type: "integer" }, 1],
    [{ type: "integer", minimum: 10, multipleOf: 4 }, 12],
    [{ type: "number", exclusiveMinimum: 1, maximum: 2 }, 1.5],
    [{ type: "number", maximum: -3 }, -3],
    [{ enum: ["b", "a"] }, "b"],
    [{ const: null }, null],
    [{ type: ["null", "boolean"] }, true],
    [{ type: "array", items: { type: "boolean" }, minItems: 2 }, [true, true]],
    [
      { type: "array", items: { const: 1 }, minItems: 2, uniqueItems: true },
      undefined,
    ],
    [{ type: "array", maxItems: 0 }, []],
    [{ prefixItems: [{ const: 1 }, { const: "a" }], minItems: 2 }, [1, "a"]],
    [{ properties: { a: { type: "string" } } }, { a: "text" }],
    [
      // TypeScript holds the function of every object against what is left out.
      {
        type: "object",
        required: ["a"],
        properties: { a: { const: 1 }, valueOf: { const: 2 } },
      },
      { a: 1, valueOf: 2 },
    ],
    [
      {
        type: "object",
        required: ["a"],
        properties: { a: { const: 1 }, b: { type: "string" } },
      },
      { a: 1 },
    ],
    [{ allOf: [{ type: "integer" }, { minimum: 5 }] }, 5],
    [{ oneOf: [{ type: "string", pattern: "^x{3}y{7}$" }, { const: 7 }] }, 7],
    [{ type: "string", examples: ["mine"] }, "mine"],
    [{ $ref: "#/types/Tree" }, expect.anything() as never],
    [{ $ref: "#/types/Endless" }, undefined],
    [false as never, undefined],
  ])("%j", async (schema, value) => {
    expect(await made(schema)).toEqual(value);
  });
});

test("every message of every fixture has one", async () => {
  for (const name of contractFixtures) {
    const { contract } = await readFixture(name);
    for (const channel of contract?.channels ?? []) {
      for (const { payload } of channel.serverToClient) {
        if (payload.checks.some(({ kind }) => kind === "never")) continue;
        expect(
          sample(payload, contract!.definitions),
          `${name} ${channel.name}`,
        ).toBeDefined();
      }
    }
  }
});
