import { expect, test } from "vitest";
import type { Assertion } from "../../../src/contract/assertion.js";
import type { Definition } from "../../../src/contract/model.js";
import { reachable } from "../../../src/contract/walk.js";

const origin = { file: { path: "", text: "" }, path: undefined };

function refers(...to: readonly string[]): Assertion {
  return {
    checks: to.map((id) => ({ kind: "reference", to: id })),
    notes: {},
    origin,
  };
}

function definitionsOf(
  all: Readonly<Record<string, readonly string[]>>,
): Map<string, Definition> {
  return new Map(
    Object.entries(all).map(([id, to]) => [
      id,
      { id, name: id, schema: refers(...to) },
    ]),
  );
}

test("definitions come in the order first met, each once", () => {
  const all = definitionsOf({
    a: ["c", "b"],
    b: ["a"],
    c: ["d"],
    d: [],
    e: [],
  });
  const found = reachable([refers("a"), refers("d", "missing")], all);
  expect([...found.keys()]).toEqual(["a", "c", "d", "b"]);
});

test("a chain of many thousands is no strain", () => {
  const ids = Array.from({ length: 50_000 }, (_, i) => `d${i}`);
  const all = definitionsOf(
    Object.fromEntries(ids.map((id, i) => [id, ids.slice(i + 1, i + 2)])),
  );
  expect(reachable([refers("d0")], all).size).toBe(50_000);
});
