import { expect, test } from "vitest";
import { textOf } from "../../../src/convert/convert.js";
import type { Json } from "../../../src/source/json.js";
import { readFixture } from "../../support/contract-fixtures.js";
import { readText } from "./read-text.js";

test("messages, what belongs to them, and types stand under $defs", async () => {
  const { contract } = await readFixture("shop.realtime.yaml");
  const bundle = JSON.parse(textOf(contract!, "jsonschema", "json")) as {
    $defs: Record<string, Json>;
    anyOf: Json;
  };
  expect(Object.keys(bundle.$defs)).toEqual([
    "order.cancelled",
    "order.created",
    "order.shipped",
    "order.cancel",
    "order.cancel.reply",
    "order.cancel.errors.not_found",
    "order.cancel.errors.too_late",
    "order.place",
    "order.place.reply",
    "order.place.errors.out_of_stock",
    "orders.snapshot",
    "announcement.posted",
    "OrderList",
    "Order",
    "Money",
    "OrderItem",
    "Sku",
    "Address",
  ]);
  expect(bundle.anyOf).toEqual([
    { $ref: "#/$defs/order.cancelled" },
    { $ref: "#/$defs/order.created" },
    { $ref: "#/$defs/order.shipped" },
    { $ref: "#/$defs/announcement.posted" },
  ]);
  expect(bundle.$defs["order.created"]).toEqual({ $ref: "#/$defs/Order" });
});

test("the same name in two channels stands there twice", async () => {
  const { contract } = await readText(`
realtime: 1
name: t
version: "1"
channels:
  a: { serverToClient: { ping: { payload: { type: string } } } }
  b: { serverToClient: { ping: { payload: { type: number } } } }
`);
  const bundle = JSON.parse(textOf(contract!, "jsonschema", "json")) as Json;
  expect(bundle).toMatchObject({
    $defs: { "a.ping": { type: "string" }, "b.ping": { type: "number" } },
  });
});

test("it is a schema of its own again", async () => {
  const { contract } = await readFixture("shop.realtime.yaml");
  const text = textOf(contract!, "jsonschema", "json");
  const events = async (patterns?: readonly string[]) => {
    const read = await readText(text, patterns && { events: patterns });
    const messages = read.contract?.channels[0]?.serverToClient;
    return messages?.map(({ name }) => name);
  };
  expect(await events()).toEqual([
    "order.cancelled",
    "order.created",
    "order.shipped",
    "announcement.posted",
  ]);
  expect(await events(["order.cancel", "order.place"])).toEqual([
    "order.cancel",
    "order.place",
  ]);
});
