import type {
  Direction,
  ErrorCase,
  Message,
  Reply,
} from "../../contract/model.js";
import type { Fields } from "../../documents/fields.js";
import { describe, type Entry } from "../../documents/fields.js";
import { at } from "../../source/path.js";
import {
  anything,
  followFields,
  lowerType,
  lowerTypeAt,
  readBindings,
  type Context,
} from "./context.js";
import { keysOf } from "./format.js";

/** `undefined`: it could not be made out, which was reported. */
export function lowerMessage(
  { name, value, origin }: Entry,
  direction: Direction,
  context: Context,
): Message | undefined {
  const fields = followFields(
    value,
    origin,
    `message "${name}"`,
    context,
    typeof value === "string" ? `write { payload: ${value} }` : undefined,
  );
  if (!fields) return undefined;
  fields.allow(keysOf("message"));
  checkDirection(fields, direction, context);

  fields.required(
    "payload",
    "for a message without data write: payload: { type: object }",
  );
  const headers = lowerTypeAt(fields, "headers", context);
  const reply = lowerReply(fields, direction, context);
  const summary = fields.string("summary");
  const description = fields.string("description");
  const typeName = readTypeName(fields, context);
  const deprecated = readDeprecated(fields);
  const key = fields.string("key");
  const latestBy = fields.string("latestBy");
  return {
    name,
    ...(typeName !== undefined && { typeName }),
    ...(summary !== undefined && { summary }),
    ...(description !== undefined && { description }),
    ...(deprecated !== undefined && { deprecated }),
    payload: lowerTypeAt(fields, "payload", context) ?? anything(origin),
    ...(headers && { headers }),
    ...(key !== undefined && { key }),
    scopes: fields.strings("scopes"),
    ...(reply && { reply }),
    errors: fields
      .entries("errors")
      .flatMap((entry) => lowerError(entry, context) ?? []),
    ephemeral: fields.boolean("ephemeral") ?? false,
    ...(latestBy !== undefined && { latestBy }),
    examples: fields
      .list("examples")
      .map((value, i) => ({ value, origin: at(fields.at("examples"), i) })),
    bindings: readBindings(fields, context),
    origin,
  };
}

function lowerReply(
  fields: Fields,
  direction: Direction,
  context: Context,
): Reply | undefined {
  const reply = fields.fields("reply", `reply of ${fields.what}`);
  if (!reply) return undefined;
  reply.allow(keysOf("reply"));
  if (direction === "serverToClient") {
    onlyFrom("clientToServer", reply, "stream", context);
  }
  const stream = reply.boolean("stream") ?? false;
  reply.required(
    "payload",
    stream
      ? "it is the type of each part"
      : "without data, leave the reply out",
  );
  const payload = lowerTypeAt(reply, "payload", context);
  return payload && { payload, stream, origin: reply.origin };
}

function lowerError(
  { name, value, origin }: Entry,
  context: Context,
): ErrorCase | undefined {
  const what = `error "${name}"`;
  const fields = followFields(value, origin, what, context);
  if (!fields) return undefined;
  fields.allow(keysOf("error"));
  const description = fields.string("description");
  const payload =
    lowerTypeAt(fields, "payload", context) ??
    lowerType({ type: "object" }, origin, what, context);
  return {
    code: name,
    ...(description !== undefined && { description }),
    payload,
    origin,
  };
}

function readDeprecated(fields: Fields): boolean | string | undefined {
  const { deprecated } = fields.value;
  switch (typeof deprecated) {
    case "undefined":
    case "boolean":
    case "string":
      return deprecated;
    default:
      fields.wrong("deprecated", "true, false or a text");
      return undefined;
  }
}

function readTypeName(
  fields: Fields,
  { diagnostics }: Context,
): string | undefined {
  const name = fields.string("typeName");
  if (name === undefined || /^[A-Z_$][\w$]*$/i.test(name)) return name;
  const found = describe(name);
  diagnostics.report("native-type-name", fields.at("typeName"), { found });
  return undefined;
}

/** What belongs to the messages of the other direction alone. */
function checkDirection(
  fields: Fields,
  direction: Direction,
  context: Context,
): void {
  switch (direction) {
    case "serverToClient":
      if (fields.has("reply") && fields.has("errors")) {
        const target = { ...fields.at("errors"), part: "key" } as const;
        const feature = "typed errors of a reply from client to server";
        context.diagnostics.report("native-not-yet", target, { feature });
      } else {
        onlyFrom("clientToServer", fields, "errors", context);
      }
      return onlyFrom("clientToServer", fields, "scopes", context);
    case "clientToServer":
      onlyFrom("serverToClient", fields, "key", context);
      onlyFrom("serverToClient", fields, "ephemeral", context);
      return onlyFrom("serverToClient", fields, "latestBy", context);
    default:
      return direction satisfies never;
  }
}

function onlyFrom(
  direction: Direction,
  fields: Fields,
  key: string,
  { diagnostics }: Context,
): void {
  if (!fields.has(key)) return;
  const target = { ...fields.at(key), part: "key" } as const;
  diagnostics.report("native-direction", target, { key, direction });
}
