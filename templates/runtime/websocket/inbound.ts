/** Frames as they come from clients: parsed strictly, never trusted. */
import { own } from "../core/errors.js";
import type { Instance } from "../core/instance.js";
import type { Answer, Inbound, SubscribeRequest } from "../core/protocol.js";
import {
  isFields,
  isId,
  type Parsed,
  parseInbound,
  parseSubscriptions,
} from "../server/inbound.js";
import { extraOf, fail, type Fields, NO_ID, paramsOf } from "./fields.js";
import { parseAnswer } from "./inbound-answer.js";

export type ClientFrame =
  | { readonly kind: "message"; readonly message: Inbound }
  | {
      readonly kind: "subscribe";
      readonly subscriptions: readonly SubscribeRequest[];
    }
  | { readonly kind: "unsubscribe"; readonly instances: readonly Instance[] }
  | { readonly kind: "token"; readonly token: string }
  | { readonly kind: "more"; readonly id: string; readonly parts: number }
  | { readonly kind: "cancel"; readonly id: string }
  | { readonly kind: "answer"; readonly answer: Answer }
  /** `id`: of the message that it would have been. */
  | { readonly kind: "bad"; readonly message: string; readonly id?: string };

const bad = (message: string) => ({ kind: "bad", message }) as const;

const NAME_SHOWN = 64;
const MESSAGE_FIELDS = ["type", "id", "channel", "params", "data", "headers"];
const SUBSCRIPTION_FIELDS = ["channel", "params", "start", "snapshot"];

export function parseFrame(value: unknown): ClientFrame {
  if (!isFields(value)) return bad("a frame is an object");
  const type = own(value, "type");
  if (typeof type !== "string") return bad("type must be a string");
  if (!type.startsWith("rt.")) return parseMessage(value);
  const extra = extraOf(value, ["type", "data"]);
  if (extra !== undefined) return bad(extra);
  const data = own(value, "data");
  return isFields(data)
    ? parseControl(type, data)
    : bad("data must be an object");
}

function parseMessage(value: Fields): ClientFrame {
  const extra = extraOf(value, MESSAGE_FIELDS);
  const parsed: Parsed<Inbound> =
    extra === undefined ? parseInbound(value) : fail(extra);
  if (parsed.ok) return { kind: "message", message: parsed.value };
  const id = own(value, "id");
  return isId(id) ? { ...bad(parsed.message), id } : bad(parsed.message);
}

function parseControl(type: string, data: Fields): ClientFrame {
  switch (type) {
    case "rt.subscribe":
      return parsedAs(data, ["subscriptions"], () => {
        const parsed = parseSubscriptions(data);
        const extra = extraOfEach(own(data, "subscriptions"));
        if (extra !== undefined) return bad(extra);
        return parsed.ok
          ? { kind: "subscribe", subscriptions: parsed.value }
          : bad(parsed.message);
      });
    case "rt.unsubscribe":
      return parsedAs(data, ["channels"], () => {
        const parsed = parseInstances(own(data, "channels"));
        return parsed.ok
          ? { kind: "unsubscribe", instances: parsed.value }
          : bad(parsed.message);
      });
    case "rt.token":
      return parsedAs(data, ["token"], () => {
        const token = own(data, "token");
        return typeof token === "string" && token !== ""
          ? { kind: "token", token }
          : bad("token must be a string");
      });
    case "rt.more":
      return parsedAs(data, ["id", "parts"], () => {
        const id = own(data, "id");
        const parts = own(data, "parts");
        if (!isId(id)) return bad(NO_ID);
        return Number.isSafeInteger(parts) && Number(parts) > 0
          ? { kind: "more", id, parts: Number(parts) }
          : bad("parts must be a positive integer");
      });
    case "rt.cancel":
      return parsedAs(data, ["id"], () => {
        const id = own(data, "id");
        return isId(id) ? { kind: "cancel", id } : bad(NO_ID);
      });
    case "rt.answer": {
      const parsed = parseAnswer(data);
      return parsed.ok
        ? { kind: "answer", answer: parsed.value }
        : bad(parsed.message);
    }
    default:
      return bad(`no control message ${type.slice(0, NAME_SHOWN)}`);
  }
}

function parsedAs(
  data: Fields,
  names: readonly string[],
  parse: () => ClientFrame,
): ClientFrame {
  const extra = extraOf(data, names);
  return extra === undefined ? parse() : bad(extra);
}

function extraOfEach(list: unknown): string | undefined {
  for (const item of Array.isArray(list) ? list : []) {
    const extra = isFields(item) && extraOf(item, SUBSCRIPTION_FIELDS);
    if (extra) return extra;
  }
  return undefined;
}

function parseInstances(value: unknown): Parsed<readonly Instance[]> {
  if (!Array.isArray(value)) return fail("channels must be an array");
  const instances: Instance[] = [];
  for (const [index, item] of value.entries()) {
    const at = `channels[${index}]`;
    if (!isFields(item)) return fail(`${at} must be an object`);
    const extra = extraOf(item, ["channel", "params"]);
    if (extra !== undefined) return fail(`${at}: ${extra}`);
    const channel = own(item, "channel");
    const params = paramsOf(own(item, "params"));
    if (typeof channel !== "string" || !params) {
      return fail(`${at} must have a channel, and params of strings`);
    }
    instances.push({ channel, params });
  }
  return { ok: true, value: instances };
}
