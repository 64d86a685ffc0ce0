import { describe, expect, test } from "vitest";
import {
  camelCase,
  isTypeName,
  lastSegment,
  Names,
  pascalCase,
  singular,
} from "../../../src/typescript/names.js";

describe("pascalCase", () => {
  test.each([
    ["order.created", "OrderCreated"],
    [
      "smartylighting/streetlights/{id}/measured",
      "SmartylightingStreetlightsIdMeasured",
    ],
    ["Stop Button Message", "StopButtonMessage"],
    ["HTTPRequest", "HTTPRequest"],
    ["delete", "Delete"],
    ["2025-03-17", "_20250317"],
    ["+1", "Plus1"],
    ["-1", "Minus1"],
    ["", "Value"],
    ["😀", "Value"],
    ["שלום עולם", "שלוםעולם"],
    ["branch_protection_rule$created", "BranchProtectionRuleCreated"],
    ["won't fix", "WonTFix"],
    ["été", "Été"],
  ])("%j is %s", (text, name) => {
    expect(pascalCase(text)).toBe(name);
  });

  test("is short enough for a file name", () => {
    expect(pascalCase("a".repeat(300)).length).toBeLessThanOrEqual(60);
  });
});

test("camelCase keeps clear of reserved words", () => {
  expect(camelCase("order.created")).toBe("orderCreated");
  expect(camelCase("delete")).toBe("delete_");
  expect(camelCase("URL")).not.toBe("URL");
});

test("Java class names lose their packages", () => {
  expect(lastSegment("io.github.springwolf.dtos.ExamplePayloadDto")).toBe(
    "ExamplePayloadDto",
  );
  expect(lastSegment("sap.s4.beh.v1.SalesOrder.Created.v1")).toBe(
    "sap.s4.beh.v1.SalesOrder.Created.v1",
  );
  expect(lastSegment("order.created")).toBe("order.created");
});

test.each([
  ["items", "item"],
  ["categories", "category"],
  ["boxes", "box"],
  ["status", "status"],
  ["address", "address"],
  ["news", "news"],
])("of %s each is a %s", (many, one) => {
  expect(singular(many)).toBe(one);
});

describe("Names", () => {
  test("first come, first kept", () => {
    const names = new Names();
    expect(names.assign("a", "order.created")).toBe("OrderCreated");
    expect(names.assign("b", "order_created")).toBe("OrderCreated2");
    expect(names.assign("a", "something.else")).toBe("OrderCreated");
  });

  test("the ledger outlives a name that comes earlier", () => {
    const names = new Names(new Map([["b", "OrderCreated"]]));
    expect(names.assign("a", "order.created")).toBe("OrderCreated2");
    expect(names.assign("b", "order.created")).toBe("OrderCreated");
    expect([...names.ledger]).toEqual([
      ["b", "OrderCreated"],
      ["a", "OrderCreated2"],
    ]);
  });

  test("names differ by more than case", () => {
    const names = new Names();
    expect(names.assign("a", "CandleStickData")).toBe("CandleStickData");
    expect(names.assign("b", "CandlestickData")).toBe("CandlestickData2");
  });

  test("a type is never called as one of the language's", () => {
    const names = new Names();
    for (const wanted of ["string", "Promise", "error", "date", "constructor"])
      expect(names.assign(wanted, wanted)).toBe(`${pascalCase(wanted)}2`);
  });

  test("the user's choice is taken as it is", () => {
    const names = new Names(new Map([["a", "OrderCreated"]]));
    expect(names.assign("a", "order.created", "order_placed")).toBe(
      "order_placed",
    );
    expect(names.assign("b", "order.created", "order_placed")).toBe(
      "OrderPlaced",
    );
    expect(isTypeName("class")).toBe(false);
    expect(isTypeName("a-b")).toBe(false);
  });
});
