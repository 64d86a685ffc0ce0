import type {
  Channel,
  Direction,
  Message,
  Parameter,
} from "../../contract/model.js";
import { Fields, type Entry } from "../../documents/fields.js";
import {
  lowerType,
  lowerTypeAt,
  readBindings,
  type Context,
} from "./context.js";
import { readHistory } from "../history.js";
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
    history: readHistory(fields, "history", context.diagnostics),
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
