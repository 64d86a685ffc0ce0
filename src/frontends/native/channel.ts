import { DEFAULT_HISTORY } from "../../contract/history.js";
import { isObject } from "../../source/json.js";
import type {
  Channel,
  Direction,
  History,
  Message,
  Parameter,
} from "../../contract/model.js";
import { describe, Fields, type Entry } from "../../documents/fields.js";
import {
  lowerType,
  lowerTypeAt,
  readBindings,
  type Context,
} from "./context.js";
import { parseDuration } from "./duration.js";
import { keysOf } from "./format.js";
import { lowerMessage } from "./message.js";

/** `undefined`: it could not be made out, which was reported. */
export function lowerChannel(
  { name, value, origin }: Entry,
  context: Context,
): Channel | undefined {
  const what = `channel "${name}"`;
  const fields = Fields.of(value, origin, what, context.diagnostics);
  if (!fields) return undefined;
  fields.allow(keysOf("channel"));
  const description = fields.string("description");
  const snapshot = lowerTypeAt(fields, "snapshot", context);
  return {
    name,
    ...(description !== undefined && { description }),
    address: fields.string("address") ?? name,
    parameters: fields
      .entries("parameters")
      .map((entry) => lowerParameter(entry, context)),
    history: readHistory(fields, context),
    wildcard: fields.boolean("wildcard") ?? false,
    ...(snapshot && { snapshot }),
    serverToClient: lowerMessages(fields, "serverToClient", context),
    clientToServer: lowerMessages(fields, "clientToServer", context),
    bindings: readBindings(fields, context),
    origin,
  };
}

function lowerMessages(
  fields: Fields,
  direction: Direction,
  context: Context,
): readonly Message[] {
  return fields
    .entries(direction, "write each message as `name: { payload: … }`")
    .flatMap((entry) => lowerMessage(entry, direction, context) ?? []);
}

function lowerParameter(
  { name, value, origin }: Entry,
  context: Context,
): Parameter {
  const what = `parameter "${name}"`;
  const schema = lowerType(value, origin, what, context);
  const { description } = schema.notes;
  return {
    name,
    ...(description !== undefined && { description }),
    schema,
    origin,
  };
}

function readHistory(fields: Fields, { diagnostics }: Context): History {
  const { history } = fields.value;
  if (history === undefined) return DEFAULT_HISTORY;
  if (history === "none") return { kind: "none" };
  if (!isObject(history)) {
    const found = describe(history);
    diagnostics.report("native-history", fields.at("history"), { found });
    return DEFAULT_HISTORY;
  }
  const limits = fields.fields("history", `history of ${fields.what}`);
  if (!limits) return DEFAULT_HISTORY;
  limits.allow(keysOf("history"));
  const maxEvents = limits.count("maxEvents", 1, "to keep none: history: none");
  const { maxAge } = limits.value;
  const maxAgeMs =
    typeof maxAge === "string" ? parseDuration(maxAge) : undefined;
  if (maxAge !== undefined && maxAgeMs === undefined) {
    const found = describe(maxAge);
    diagnostics.report("native-duration", limits.at("maxAge"), { found });
  }
  return {
    kind: "kept",
    maxEvents: maxEvents ?? DEFAULT_HISTORY.maxEvents,
    maxAgeMs: maxAgeMs ?? DEFAULT_HISTORY.maxAgeMs,
  };
}
