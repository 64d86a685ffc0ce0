/** Envelopes as they come from outside: parsed strictly, never trusted. */
import type { Inbound, Start, SubscribeRequest } from "../core/protocol.js";
import type { Params } from "../core/spec.js";

type Fields = Readonly<Record<string, unknown>>;

/** An envelope, or what is wrong with it. */
export type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly message: string };

const bad = (message: string) => ({ ok: false, message }) as const;

/** An id goes into keys and logs: printable ASCII, and not long. */
const ID = /^[\x21-\x7e]{1,128}$/;

export function isId(value: unknown): value is string {
  return typeof value === "string" && ID.test(value);
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `{"id", "channel", "params", "type", "data", "headers"?}` */
export function parseInbound(value: unknown): Parsed<Inbound> {
  if (!isFields(value)) return bad("a message is an object");
  const id = own(value, "id");
  const channel = own(value, "channel");
  const type = own(value, "type");
  const params = own(value, "params") ?? {};
  const headers = own(value, "headers");
  if (!isId(id)) {
    return bad("id must be 1 to 128 printable ASCII characters");
  }
  if (typeof channel !== "string") return bad("channel must be a string");
  if (typeof type !== "string") return bad("type must be a string");
  if (!isParams(params)) return bad("params must be an object of strings");
  if (headers !== undefined && !isFields(headers)) {
    return bad("headers must be an object");
  }
  const data = own(value, "data");
  const message = { id, channel, params, type, data };
  return {
    ok: true,
    value: headers === undefined ? message : { ...message, headers },
  };
}

/** `{"subscriptions": [{"channel", "params", "start", "snapshot"?}, …]}` */
export function parseSubscriptions(
  value: unknown,
): Parsed<readonly SubscribeRequest[]> {
  const list = isFields(value) ? own(value, "subscriptions") : undefined;
  if (!Array.isArray(list)) return bad("subscriptions must be an array");
  const requests: SubscribeRequest[] = [];
  for (const [index, item] of list.entries()) {
    const at = `subscriptions[${index}]`;
    if (!isFields(item)) return bad(`${at} must be an object`);
    const channel = own(item, "channel");
    const params = own(item, "params") ?? {};
    const start = parseStart(own(item, "start") ?? "now");
    const snapshot = own(item, "snapshot") ?? false;
    if (typeof channel !== "string") {
      return bad(`${at}.channel must be a string`);
    }
    if (!isParams(params)) {
      return bad(`${at}.params must be an object of strings`);
    }
    if (start === undefined) {
      return bad(
        `${at}.start must be "now", "earliest", {"last": n} or {"cursor": "…"}`,
      );
    }
    if (typeof snapshot !== "boolean") {
      return bad(`${at}.snapshot must be a boolean`);
    }
    requests.push({ channel, params, start, snapshot });
  }
  return { ok: true, value: requests };
}

function parseStart(value: unknown): Start | undefined {
  if (value === "now" || value === "earliest") return value;
  if (!isFields(value) || Object.keys(value).length !== 1) return undefined;
  const last = own(value, "last");
  const cursor = own(value, "cursor");
  if (typeof cursor === "string") return { cursor };
  return Number.isSafeInteger(last) && Number(last) >= 0
    ? { last: Number(last) }
    : undefined;
}

export function own(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function isParams(value: unknown): value is Params {
  return (
    isFields(value) &&
    Object.values(value).every((item) => typeof item === "string")
  );
}
