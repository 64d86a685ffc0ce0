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
  refuseLater(fields, direction, context);

  fields.required(
    "payload",
    "for a message without data write: payload: { type: object }",
  );
  const headers = lowerTypeAt(fields, "headers", context);
  const reply = lowerReply(fields, context);
  const summary = fields.string("summary");
  const description = fields.string("description");
  const typeName = readTypeName(fields, context);
  const deprecated = readDeprecated(fields);
  const key = fields.string("key");
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
    ephemeral: false,
    examples: fields
      .list("examples")
      .map((value, i) => ({ value, origin: at(fields.at("examples"), i) })),
    bindings: readBindings(fields, context),
    origin,
  };
}

function lowerReply(fields: Fields, context: Context): Reply | undefined {
  const reply = fields.fields("reply", `reply of ${fields.what}`);
  if (!reply) return undefined;
  reply.allow(keysOf("reply"));
  reply.required("payload", "without data, leave the reply out");
  if (reply.boolean("stream")) {
    notYet("a stream of replies (stream: true)", reply, "stream", context);
  }
  const payload = lowerTypeAt(reply, "payload", context);
  return payload && { payload, stream: false };
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

/** What is part of the format and not yet of what is generated. */
function refuseLater(
  fields: Fields,
  direction: Direction,
  context: Context,
): void {
  const { diagnostics } = context;
  const onlyFrom = (key: string, side: string): void => {
    if (!fields.has(key)) return;
    const target = { ...fields.at(key), part: "key" } as const;
    diagnostics.report("native-direction", target, { key, direction: side });
  };
  if (fields.boolean("ephemeral")) {
    notYet("an ephemeral message", fields, "ephemeral", context);
  }
  if (fields.string("latestBy") !== undefined) {
    notYet(
      "delivery of only the latest (latestBy)",
      fields,
      "latestBy",
      context,
    );
  }
  switch (direction) {
    case "serverToClient":
      if (fields.has("reply")) {
        const feature = "a reply from client to server";
        notYet(feature, fields, "reply", context);
      } else {
        onlyFrom("errors", "clientToServer");
      }
      return onlyFrom("scopes", "clientToServer");
    case "clientToServer":
      return onlyFrom("key", "serverToClient");
    default:
      return direction satisfies never;
  }
}

export function notYet(
  feature: string,
  fields: Fields,
  key: string,
  { diagnostics }: Context,
): void {
  const target = { ...fields.at(key), part: "key" } as const;
  diagnostics.report("native-not-yet", target, { feature });
}
