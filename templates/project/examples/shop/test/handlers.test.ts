import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { developer } from "../src/development-authenticator.js";
import { handlers } from "../src/handlers/index.js";
import { orderBook } from "../src/order-book.js";
import { options } from "../src/realtime.setup.js";
import {
  OrderCancelError,
  createRealtime,
  memoryEngine,
} from "../src/realtime/server.js";
import { createInMemoryClient } from "../src/realtime/testing.js";

const customerId = developer.id;

function start() {
  const engine = memoryEngine();
  const realtime = createRealtime({ ...options, engine, handlers });
  const client = createInMemoryClient(realtime, { identity: developer });
  const id = randomUUID();
  orderBook.place(customerId, {
    id,
    total: 500,
    items: [{ sku: "tea", quantity: 1 }],
  });
  return {
    orderId: id,
    orders: client.channels.orders({ customerId }),
    async stop() {
      await client.close();
      await realtime.close({ graceMs: 0 });
    },
  };
}

test("an open order is cancelled, and everyone is told", async () => {
  const { orderId, orders, stop } = start();
  const events = orders.events({ start: "earliest" });

  const { cancelled } = await orders.send("order.cancel", { orderId });
  assert.equal(cancelled, true);

  const { value } = await events.next();
  assert.equal(value.type, "order.cancelled");
  assert.deepEqual(value.data, { orderId });
  await stop();
});

test("an order on its way is not", async () => {
  const { orderId, orders, stop } = start();
  orderBook.ship(customerId, orderId);

  await assert.rejects(
    orders.send("order.cancel", { orderId }),
    (error: unknown) => error instanceof OrderCancelError.TooLate,
  );
  await stop();
});
