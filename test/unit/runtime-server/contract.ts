/** A small contract for the server's tests, its checks written by hand. */
import type {
  ChannelSpec,
  ContractSpec,
} from "../../../templates/runtime/core/spec.js";
import type { Check } from "../../../templates/runtime/core/validation.js";
import { applicationError } from "../../../templates/runtime/core/errors.js";

const issue = (path: (string | number)[], code: string, message: string) => [
  { path, code, message },
];

export const anything: Check = () => undefined;

/** An object with one property of a type. */
export const has =
  (name: string, type: "string" | "number" | "boolean"): Check =>
  (value) => {
    if (typeof value !== "object" || value === null) {
      return issue([], "type", "must be an object");
    }
    const found = (value as Record<string, unknown>)[name];
    return typeof found === type
      ? undefined
      : issue([name], "type", `must be a ${type}`);
  };

const digits: Check = (value) =>
  /^\d+$/.test(String(value))
    ? undefined
    : issue([], "pattern", "must be digits");

export const TooLate = applicationError<"too_late", { at: string }>("too_late");

export function channel(
  name: string,
  more: Partial<ChannelSpec> = {},
): ChannelSpec {
  return {
    name,
    address: name,
    params: {},
    history: { maxEvents: 100, maxAgeMs: 3_600_000 },
    serverToClient: { tick: { check: has("n", "number") } },
    clientToServer: {},
    ...more,
  };
}

export const contract: ContractSpec = {
  name: "shop",
  version: "1.0.0",
  hash: "h1",
  channels: {
    orders: channel("orders", {
      address: "customers/{customerId}/orders",
      params: { customerId: digits },
      serverToClient: {
        "order.created": { check: has("id", "string"), key: "id" },
        "order.noted": { check: anything, headers: has("trace", "string") },
      },
      clientToServer: {
        "order.cancel": {
          check: has("orderId", "string"),
          reply: has("cancelled", "boolean"),
          scopes: ["orders:write"],
          errors: { too_late: { check: has("at", "string"), error: TooLate } },
        },
        "order.ping": { check: anything },
      },
    }),
    lobby: channel("lobby"),
    ticker: channel("ticker", { history: "none" }),
    board: channel("board", { snapshot: has("sum", "number") }),
  },
};
