import { describe, expect, test } from "vitest";
import type { Ledger } from "../../../src/contract/ledger.js";
import {
  isTypeName,
  Names,
  shortened,
  variableName,
} from "../../../src/typescript/names.js";
import {
  camelCase,
  lastSegment,
  pascalCase,
  singular,
} from "../../../src/typescript/words.js";

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
    ["😀", "U1F600"],
    ["🏳️\u200d🌈", "U1F3F3U1F308"],
    ["/", "Slash"],
    ["*/", "StarSlash"],
    ["order\u202ecreated", "Ordercreated"],
    ["\u0301acute", "Acute"],
    ["שלום עולם", "שלוםעולם"],
    ["branch_protection_rule$created", "BranchProtectionRuleCreated"],
    ["won't fix", "WonTFix"],
    ["été", "Été"],
  ])("%j is %s", (text, name) => {
    expect(pascalCase(text)).toBe(name);
  });
});

test("camelCase is for steps, variableName for variables", () => {
  expect(camelCase("order.created")).toBe("orderCreated");
  expect(camelCase("URL")).toBe("url");
  expect(variableName("order.created")).toBe("orderCreated");
  expect(variableName("delete")).toBe("delete_");
});

describe("long names", () => {
  const path =
    "smartylighting.streetlights.1.0.event.by.street.light.id.lighting.";

  test("keep their beginning and their end", () => {
    const name = shortened(pascalCase(`${path}measured`));
    expect(name).toMatch(
      /^SmartylightingStreetlights\w*LightingMeasured_[0-9a-f]{6}$/,
    );
    expect([...name].length).toBeLessThanOrEqual(60);
  });

  test("that share a beginning stay apart without a number", () => {
    const long = "a".repeat(300);
    const [one, other] = [shortened(`${long}b`), shortened(`${long}c`)];
    expect(one).not.toBe(other);
    expect(one).toHaveLength(60);
    expect(shortened("😀".repeat(61)).length).toBeLessThan(120);
  });

  test("lose words of the middle, and have a hash only where that is taken", () => {
    const names = new Names();
    expect(names.assign("a", wanted("linear_history_requirement"))).toBe(
      "BranchProtectionRuleEditedChangesLinearEnforcementLevel",
    );
    const alike = names.assign("b", wanted("linear_history_setting"));
    expect(alike).toMatch(
      /^BranchProtectionRuleEditedChanges\w*EnforcementLevel_[0-9a-f]{6}$/,
    );
    expect(alike.length).toBeLessThanOrEqual(60);
    // What was cut alike is the same again, whatever came before it.
    const kept = new Names(names.ledger);
    expect(kept.assign("b", "anything")).toBe(alike);
    expect(names.assign("c", wanted("allow_deletions"))).toBe(
      "BranchProtectionRuleEditedChangesAllowEnforcementLevel",
    );
  });

  test("of sixty letters are not long", () => {
    const names = new Names();
    const sixty = `A${"b".repeat(59)}`;
    expect(names.assign("a", sixty)).toBe(sixty);
    expect(names.assign("b", `${sixty}c`)).toHaveLength(60);
    expect(names.assign("c", "😀".repeat(61)).length).toBeLessThan(130);
  });

  test("keep what is put behind them", () => {
    const base = pascalCase(`${path}measured`);
    expect(shortened(`${base}Channel`)).toMatch(/Channel_[0-9a-f]{6}$/);
  });
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
    const names = new Names(ledgerOf({ b: "OrderCreated" }));
    expect(names.assign("a", "order.created")).toBe("OrderCreated2");
    expect(names.assign("b", "order.created")).toBe("OrderCreated");
    expect([...names.ledger.types]).toEqual([
      ["b", "OrderCreated"],
      ["a", "OrderCreated2"],
    ]);
  });

  test("names differ by more than case and accents", () => {
    const names = new Names();
    expect(names.assign("c", "größe")).toBe("Größe");
    expect(names.assign("d", "grosse")).toBe("Grosse2");
    expect(names.assign("e", "grösse")).toBe("Grösse3");
    expect(names.assign("a", "CandleStickData")).toBe("CandleStickData");
    expect(names.assign("b", "CandlestickData")).toBe("CandlestickData2");
  });

  test("a type is never called as one of the language's or of ours", () => {
    const names = new Names();
    for (const wanted of ["string", "Promise", "error", "date", "client"])
      expect(names.assign(wanted, wanted)).toBe(`${pascalCase(wanted)}Type`);
  });

  test("a word of the language is a good name once it is in Pascal case", () => {
    const names = new Names();
    for (const wanted of ["delete", "import", "class", "public", "default"])
      expect(names.assign(wanted, wanted)).toBe(pascalCase(wanted));
  });

  test("words come before numbers", () => {
    const names = new Names();
    const others = ["cart order", "shop order"];
    const given = ["a", "b", "c", "d", "e"].map((key) =>
      names.assign(key, "order", undefined, others),
    );
    expect(given).toEqual([
      "Order",
      "CartOrder",
      "ShopOrder",
      "Order2",
      "Order3",
    ]);
  });

  test("a type and the constant beside another are not called alike", () => {
    const names = new Names();
    expect(names.assign("a", "order")).toBe("Order");
    expect(names.assign("b", "order_schema")).toBe("OrderSchema2");
    expect(names.assign("c", "cart schema")).toBe("CartSchema");
    expect(names.assign("d", "cart")).toBe("Cart2");
  });

  test("a name that must not be given any more is given anew", () => {
    const names = new Names(ledgerOf({ a: "Promise", b: "class", c: "Order" }));
    expect(names.assign("a", "promise")).toBe("PromiseType");
    expect(names.assign("b", "class")).toBe("Class");
    expect(names.assign("c", "other")).toBe("Order");
  });

  test("many of one name take time in proportion", () => {
    const names = new Names();
    for (let i = 0; i < 20_000; i++) names.assign(`key ${i}`, "same");
    expect(names.assign("last", "same")).toBe("Same20001");
  });

  test("what stands in the schema file is kept without its name", () => {
    const names = new Names(undefined, "./schemas/shop.yaml");
    expect(names.keyOf("schemas/shop.yaml#/types/Order")).toBe("#/types/Order");
    expect(names.keyOf("schemas/other.yaml#/Order")).toBe(
      "schemas/other.yaml#/Order",
    );
    expect(names.keyOf("schemas/shop.yaml#/types/a#b")).toBe("#/types/a%23b");
  });

  test("classes of errors are unique within their message", () => {
    const names = new Names({
      types: new Map(),
      errors: new Map([["m/tooLate", "TooLate"]]),
    });
    expect(names.errorClass("m", "too_late")).toBe("TooLate2");
    expect(names.errorClass("m", "tooLate")).toBe("TooLate");
    expect(names.errorClass("n", "too_late")).toBe("TooLate");
    expect([...names.ledger.errors]).toEqual([
      ["m/tooLate", "TooLate"],
      ["m/too_late", "TooLate2"],
      ["n/too_late", "TooLate"],
    ]);
  });

  test("the user's choice is taken as it is", () => {
    const names = new Names(ledgerOf({ a: "OrderCreated" }));
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

function ledgerOf(types: Readonly<Record<string, string>>): Ledger {
  return { types: new Map(Object.entries(types)), errors: new Map() };
}

function wanted(middle: string): string {
  return `branch_protection_rule_edited_changes_${middle}_enforcement_level`;
}
