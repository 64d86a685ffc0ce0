import { developmentAuthenticator } from "./development-authenticator.js";
import { orderBook } from "./order-book.js";
import { defineRealtime, memoryEngine } from "./realtime/server.js";

/** Who calls: `authenticate` makes it; `authorize` and the handlers get it. */
export interface Identity {
  readonly id: string;
  readonly scopes: readonly string[];
}

export const options = defineRealtime<Identity>({
  // Verify a real token here: { identity, expiresAt? }, or null for 401.
  authenticate: developmentAuthenticator(),

  // Customers see their own orders, and do what their scopes allow.
  authorize: ({ identity, params, scopes }) =>
    params.customerId === identity.id &&
    scopes.every((scope) => identity.scopes.includes(scope)),

  // Events live in this process: one instance, and history ends with it.
  engine: memoryEngine(),

  // The origins of the pages that may connect; your own is always allowed.
  cors: { origins: [] },

  // Tokens in URLs end up in logs: only in development.
  queryToken: process.env["NODE_ENV"] !== "production",

  // The state of a channel instance, on joining and after a gap.
  snapshots: {
    orders: ({ customerId }) => orderBook.open(customerId),
  },
});
