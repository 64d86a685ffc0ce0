/** `npm run dev`: the server, and a customer who keeps ordering. Never deployed. */
import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { developer } from "./development-authenticator.js";
import { orderBook } from "./order-book.js";
import { realtime } from "./server.js";

const customerId = developer.id;
const orders = realtime.channels.orders({ customerId });

for (;;) {
  const id = randomUUID();
  const order = { id, total: 1_999, items: [{ sku: "tea", quantity: 2 }] };
  orderBook.place(customerId, order);
  await orders.publish("order.created", order);
  await setTimeout(2_000);

  const trackingUrl = `https://tracking.example.com/${id}`;
  orderBook.ship(customerId, id);
  await orders.publish("order.shipped", { orderId: id, trackingUrl });
  await setTimeout(2_000);
}
