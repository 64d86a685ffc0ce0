/** The shop's orders, in memory: put your database here. */
import type { Order } from "./realtime/server.js";

interface Entry {
  readonly order: Order;
  shippedAt?: string;
}

const customers = new Map<string, Map<string, Entry>>();

function ordersOf(customerId: string): Map<string, Entry> {
  let orders = customers.get(customerId);
  if (orders === undefined) customers.set(customerId, (orders = new Map()));
  return orders;
}

export const orderBook = {
  place(customerId: string, order: Order): void {
    ordersOf(customerId).set(order.id, { order });
  },

  /** Orders that have not been shipped. */
  open(customerId: string): Order[] {
    return [...ordersOf(customerId).values()]
      .filter(({ shippedAt }) => shippedAt === undefined)
      .map(({ order }) => order);
  },

  /** When it was shipped, if it was. */
  shippedAt(customerId: string, orderId: string): string | undefined {
    return ordersOf(customerId).get(orderId)?.shippedAt;
  },

  ship(customerId: string, orderId: string): void {
    const entry = ordersOf(customerId).get(orderId);
    if (entry) entry.shippedAt = new Date().toISOString();
  },

  /** Whether there was such an order. */
  cancel(customerId: string, orderId: string): boolean {
    return ordersOf(customerId).delete(orderId);
  },
};
