import { orderBook } from "../order-book.js";
import { OrderCancelError, type Handlers } from "../realtime/server.js";
import type { Identity } from "../realtime.setup.js";

export const orders: Handlers<Identity>["orders"] = {
  "order.cancel": async ({ orderId }, { params, channels }) => {
    const shippedAt = orderBook.shippedAt(params.customerId, orderId);
    if (shippedAt !== undefined) {
      throw new OrderCancelError.TooLate({ shippedAt });
    }
    const cancelled = orderBook.cancel(params.customerId, orderId);
    if (cancelled) {
      await channels.orders(params).publish("order.cancelled", { orderId });
    }
    return { cancelled };
  },
};
