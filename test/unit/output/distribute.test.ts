import { describe, expect, test } from "vitest";
import {
  distribute,
  type ChannelOwner,
} from "../../../src/output/distribute.js";
import type { Declaration } from "../../../src/typescript/emit.js";

/** A declaration of ten characters that needs others: those with a `?` for their types alone. */
function declaration(id: string, needs: readonly string[]): Declaration {
  const forType = needs.filter((one) => one.endsWith("?"));
  return {
    id,
    kind: "definition",
    name: id,
    check: `check${id}`,
    schema: `${id}Schema`,
    types: "t".repeat(6),
    validator: "v".repeat(4),
    declared: [id],
    imports: {
      types: forType.map((one) => one.slice(0, -1)),
      checks: needs.filter((one) => !forType.includes(one)),
    },
    runtime: { validation: [], formats: [], unevaluated: [] },
  };
}

/** @param needs what each declaration needs, in the order of emission */
function files(
  needs: Readonly<Record<string, readonly string[]>>,
  channels: readonly ChannelOwner[],
  splitPast?: number,
) {
  const declarations = Object.entries(needs).map(([id, of]) =>
    declaration(id, of),
  );
  const byId = new Map(declarations.map((one) => [one.id, one]));
  const distribution = distribute({ declarations, byId }, channels, splitPast);
  const { files, fileOf, shared, split } = distribution;
  for (const [file, its] of files) {
    for (const { id } of its) expect(fileOf.get(id)).toBe(file);
  }
  const ids = (map: typeof files) =>
    Object.fromEntries([...map].map(([file, of]) => [file, of.map(idOf)]));
  return {
    files: ids(files),
    shared: ids(shared),
    split: Object.fromEntries(split),
  };
}

const idOf = ({ id }: Declaration): string => id;

const channel = (
  file: string,
  roots: readonly string[],
  messages: Readonly<Record<string, readonly string[]>> = {},
): ChannelOwner => ({
  file,
  roots,
  messages: Object.entries(messages).map(([name, of]) => ({
    file: `${file}/${name}`,
    roots: of,
  })),
});

test("what one channel uses stands in its file, what several use in one for all", () => {
  const needs = {
    Money: [],
    Node: ["Node", "Leaf?"],
    Leaf: ["Node?"],
    Unused: ["Money"],
    Order: ["Money"],
    Tree: ["Node"],
    Offer: ["Money"],
  };
  const channels = [
    channel("orders", ["Order"], { tree: ["Tree"] }),
    channel("offers", [], { offer: ["Offer"] }),
  ];
  expect(files(needs, channels)).toEqual({
    files: {
      types: ["Money"],
      orders: ["Node", "Leaf", "Order", "Tree"],
      offers: ["Offer"],
    },
    shared: { orders: ["Money"], offers: ["Money"] },
    split: {},
  });
});

describe("a channel that is too long", () => {
  const needs = {
    Everywhere: [],
    Both: ["Everywhere", "Deep?"],
    Deep: ["Both"],
    Mine: ["Everywhere"],
    Params: ["Mine"],
    Placed: ["Both"],
    Gone: ["Both", "Why"],
    Why: [],
    Other: ["Everywhere"],
  };
  const orders = channel("orders", ["Params"], {
    placed: ["Placed"],
    gone: ["Gone"],
  });
  const other = channel("other", ["Other"]);
  const whole = ["Both", "Deep", "Mine", "Params", "Placed", "Gone", "Why"];

  test("is split by the same rule, below what channels share", () => {
    expect(files(needs, [orders, other], 69)).toEqual({
      files: {
        types: ["Everywhere"],
        other: ["Other"],
        orders: ["Mine", "Params"],
        "orders/types": ["Both", "Deep"],
        "orders/placed": ["Placed"],
        "orders/gone": ["Gone", "Why"],
      },
      shared: { orders: ["Everywhere"], other: ["Everywhere"] },
      split: { orders: ["orders/gone", "orders/placed", "orders/types"] },
    });
  });

  test("is longer than the limit, not as long", () => {
    const { files: made, split } = files(needs, [orders, other], 70);
    expect(made["orders"]).toEqual(whole);
    expect(split).toEqual({});
  });

  test("of one message stays whole: nothing would be won", () => {
    const one = channel("orders", ["Params"], { all: ["Placed", "Gone"] });
    const { split } = files(needs, [one, other], 1);
    expect(split).toEqual({});
  });

  test("gives messages of one file name one file", () => {
    const twice = {
      ...orders,
      messages: orders.messages.map(({ roots }) => ({
        file: "orders/same",
        roots,
      })),
    };
    expect(files(needs, [twice, other], 1).files).toMatchObject({
      orders: ["Mine", "Params"],
      "orders/same": ["Both", "Deep", "Placed", "Gone", "Why"],
    });
  });
});

test("a chain of any length is followed", () => {
  const length = 50_000;
  const needs = Object.fromEntries(
    Array.from({ length }, (_, i) => [
      `D${i}`,
      i + 1 < length ? [`D${i + 1}`] : [],
    ]),
  );
  const { files: made } = files(needs, [channel("a", ["D0"])]);
  expect(made["a"]).toHaveLength(length);
});
