/**
 * What only the native format has a word for, under `x-realtime-` keys: so
 * `convert` writes it, and whoever keeps an AsyncAPI document may add it.
 */
import { extensionKey } from "../../contract/extension-key.js";
import type {
  Bindings,
  Channel,
  ErrorCase,
  Message,
  Parameter,
} from "../../contract/model.js";
import { didYouMean } from "../../diagnostics/did-you-mean.js";
import { Fields } from "../../documents/fields.js";
import { isObject, type Json } from "../../source/json.js";
import { readHistory } from "../history.js";
import { anything, type Context } from "./context.js";
import type { Perspective } from "./perspective.js";

/** By what they stand in. */
const KEYS = {
  root: ["perspective", "bindings"],
  channel: ["history", "wildcard", "snapshot", "bindings"],
  parameter: ["schema"],
  message: [
    "name",
    "typeName",
    "deprecated",
    "scopes",
    "key",
    "latestBy",
    "ephemeral",
    "errors",
    "bindings",
  ],
  reply: ["stream"],
} as const;

type Part = keyof typeof KEYS;

/** The extensions of one object; `undefined`: it has none. */
class Extensions<P extends Part> {
  readonly fields: Fields;
  readonly context: Context;

  private constructor(fields: Fields, context: Context) {
    this.fields = fields;
    this.context = context;
  }

  static of<P extends Part>(
    part: P,
    fields: Fields,
    context: Context,
  ): Extensions<P> | undefined {
    const own = Object.keys(fields.value).filter((key) =>
      key.startsWith(extensionKey("")),
    );
    if (own.length === 0) return undefined;
    const known: readonly string[] = KEYS[part].map(extensionKey);
    for (const key of own) {
      if (known.includes(key)) continue;
      const target = { ...fields.at(key), part: "key" } as const;
      const version = context.version.text;
      const params = { key, what: fields.what, version };
      const fix = didYouMean(key, known);
      context.warnings.once("asyncapi-unknown-key", target, params, fix);
    }
    return new Extensions<P>(fields, context);
  }

  has(key: (typeof KEYS)[P][number]): boolean {
    return this.fields.has(extensionKey(key));
  }

  text(key: (typeof KEYS)[P][number]): string | undefined {
    return this.fields.string(extensionKey(key));
  }

  flag(key: (typeof KEYS)[P][number]): boolean | undefined {
    return this.fields.boolean(extensionKey(key));
  }
}

export interface RootExtensions {
  /** From whose end the document is written, where it says so itself. */
  readonly perspective?: Perspective;
  readonly bindings?: Bindings;
}

export function rootExtensions(root: Fields, context: Context): RootExtensions {
  const own = Extensions.of("root", root, context);
  if (!own) return {};
  const perspective = own.text("perspective");
  const isKnown = perspective === "server" || perspective === "client";
  if (perspective !== undefined && !isKnown) {
    root.wrong(extensionKey("perspective"), "server or client");
  }
  return { ...(isKnown && { perspective }), ...bindingsIn(own) };
}

export type ChannelExtensions = Partial<
  Pick<Channel, "history" | "wildcard" | "snapshot" | "bindings">
>;

export function channelExtensions(
  fields: Fields,
  context: Context,
): ChannelExtensions {
  const own = Extensions.of("channel", fields, context);
  if (!own) return {};
  const history = extensionKey("history");
  const snapshot = extensionKey("snapshot");
  const wildcard = own.flag("wildcard");
  const state = own.has("snapshot")
    ? context.schemas.lower(
        fields.value[snapshot] ?? null,
        fields.at(snapshot),
        "snapshot",
      )
    : undefined;
  return {
    ...(own.has("history") && {
      history: readHistory(fields, history, context.diagnostics),
    }),
    ...(wildcard !== undefined && { wildcard }),
    ...(state && { snapshot: state }),
    ...bindingsIn(own),
  };
}

/** A parameter's own schema, where a string and its values do not tell all. */
export function parameterSchema(
  fields: Fields,
  context: Context,
): Parameter["schema"] | undefined {
  const own = Extensions.of("parameter", fields, context);
  if (!own?.has("schema")) return undefined;
  const key = extensionKey("schema");
  const value = fields.value[key] ?? null;
  return context.schemas.lower(value, fields.at(key), fields.what);
}

export type MessageExtensions = Partial<
  Pick<
    Message,
    | "typeName"
    | "deprecated"
    | "scopes"
    | "key"
    | "latestBy"
    | "ephemeral"
    | "errors"
    | "bindings"
  >
>;

export function messageExtensions(
  fields: Fields,
  context: Context,
): MessageExtensions {
  const own = Extensions.of("message", fields, context);
  if (!own) return {};
  const typeName = own.text("typeName");
  const deprecated = fields.value[extensionKey("deprecated")];
  const isNote =
    typeof deprecated === "boolean" || typeof deprecated === "string";
  if (own.has("deprecated") && !isNote) {
    fields.wrong(extensionKey("deprecated"), "true, false or a text");
  }
  const key = own.text("key");
  const latestBy = own.text("latestBy");
  const ephemeral = own.flag("ephemeral");
  return {
    ...(typeName !== undefined && { typeName }),
    ...(isNote && { deprecated }),
    ...(own.has("scopes") && {
      scopes: fields.strings(extensionKey("scopes")),
    }),
    ...(key !== undefined && { key }),
    ...(latestBy !== undefined && { latestBy }),
    ...(ephemeral !== undefined && { ephemeral }),
    ...(own.has("errors") && { errors: errorsIn(own) }),
    ...bindingsIn(own),
  };
}

/** The name of a message or a schema whose key had to be another. */
export function nameIn(value: Json): string | undefined {
  const name = isObject(value) ? value[extensionKey("name")] : undefined;
  return typeof name === "string" ? name : undefined;
}

/** Whether an answer comes in parts. */
export function isStream(reply: Fields, context: Context): boolean {
  return Extensions.of("reply", reply, context)?.flag("stream") ?? false;
}

function errorsIn({
  fields,
  context,
}: Extensions<"message">): readonly ErrorCase[] {
  return fields
    .entries(extensionKey("errors"))
    .flatMap(({ name, value, origin }): ErrorCase[] => {
      const what = `error "${name}"`;
      const own = Fields.of(value, origin, what, context.diagnostics);
      if (!own) return [];
      own.allow(["description", "payload"]);
      const description = own.string("description");
      const payload = own.value["payload"] ?? ANY_OBJECT;
      return [
        {
          code: name,
          ...(description !== undefined && { description }),
          payload:
            context.schemas.lower(payload, own.at("payload"), what) ??
            anything(origin),
          origin,
        },
      ];
    });
}

const ANY_OBJECT: Json = { type: "object" };

function bindingsIn({ fields }: Extensions<"root" | "channel" | "message">): {
  bindings?: Bindings;
} {
  const key = extensionKey("bindings");
  const bindings = fields.fields(key, `bindings of ${fields.what}`);
  if (!bindings) return {};
  for (const { name, value } of bindings.members()) {
    if (name.startsWith("x-") || isObject(value)) continue;
    bindings.wrong(name, "an object");
  }
  return { bindings: bindings.value };
}
