/** `rt.answer`: what a client answers to a message of the server's. */
import { own } from "../core/errors.js";
import type { Answer, WireError } from "../core/protocol.js";
import { isFields, isId, type Parsed } from "../server/inbound.js";
import { extraOf, fail, type Fields, NO_ID, paramsOf } from "./fields.js";

const FIELDS = ["id", "channel", "params", "type", "ok", "data", "error"];

export function parseAnswer(data: Fields): Parsed<Answer> {
  const extra = extraOf(data, FIELDS);
  if (extra !== undefined) return fail(extra);
  const id = own(data, "id");
  const channel = own(data, "channel");
  const type = own(data, "type");
  const params = paramsOf(own(data, "params"));
  if (!isId(id)) return fail(NO_ID);
  if (typeof channel !== "string") return fail("channel must be a string");
  if (typeof type !== "string") return fail("type must be a string");
  if (!params) return fail("params must be an object of strings");
  const to = { id, channel, params, type };
  switch (own(data, "ok")) {
    case true:
      return { ok: true, value: { ...to, ok: true, data: own(data, "data") } };
    case false: {
      const error = errorOf(own(data, "error"));
      return error
        ? { ok: true, value: { ...to, ok: false, error } }
        : fail("error must have a code, a message and a kind");
    }
    default:
      return fail("ok must be a boolean");
  }
}

/** Its `issues` would be for nobody here. */
function errorOf(value: unknown): WireError | undefined {
  if (!isFields(value)) return undefined;
  const code = own(value, "code");
  const message = own(value, "message");
  const kind = own(value, "kind");
  if (typeof code !== "string" || typeof message !== "string") return undefined;
  if (kind !== "application" && kind !== "realtime") return undefined;
  return { code, message, kind, payload: own(value, "payload") };
}
