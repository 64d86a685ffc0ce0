import { describe, expect, test } from "vitest";
import { contractHash } from "../../../src/contract/hash.js";
import { readContract } from "../../../src/frontends/read-contract.js";
import { memoryReadHost } from "../../support/memory-read-host.js";

const BASE = `
realtime: 1
name: a
version: "1"
channels:
  a:
    serverToClient:
      x: { payload: First }
      y: { payload: Second }
types:
  First:
    type: object
    required: [id]
    properties: { id: { type: string }, next: { $ref: "#/types/Second" } }
  Second: { enum: [{ summary: a, to: b }] }
`;

async function hashOf(text: string, entry = "schema.yaml"): Promise<string> {
  const host = memoryReadHost({ [entry]: text });
  const { contract } = await readContract({ entry, host });
  return contractHash(contract!);
}

describe("the hash of a contract", () => {
  test("stays when the file is renamed", async () => {
    expect(await hashOf(BASE, "other/name.yml")).toBe(await hashOf(BASE));
  });

  test.each([
    [
      "messages",
      "      x: { payload: First }\n      y: { payload: Second }",
      "      y: { payload: Second }\n      x: { payload: First }",
    ],
    [
      "properties",
      '{ id: { type: string }, next: { $ref: "#/types/Second" } }',
      '{ next: { $ref: "#/types/Second" }, id: { type: string } }',
    ],
    ["a value's members", "{ summary: a, to: b }", "{ to: b, summary: a }"],
  ])("stays when %s change places", async (_, from, to) => {
    expect(BASE).toContain(from);
    expect(await hashOf(BASE.replace(from, () => to))).toBe(await hashOf(BASE));
  });

  test.each([
    ["the name of a property", "{ id: {", "{ key: {"],
    ["what a property refers to", "types/Second", "types/First"],
    [
      "which message has which type",
      "x: { payload: First",
      "x: { payload: Second",
    ],
    ["a value of an enum", "summary: a", "summary: c"],
    ["what is required", "required: [id]", "required: [next]"],
  ])("changes with %s", async (_, from, to) => {
    expect(BASE).toContain(from);
    expect(await hashOf(BASE.replace(from, () => to))).not.toBe(
      await hashOf(BASE),
    );
  });
});
