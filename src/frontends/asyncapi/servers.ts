import type { Channel, Server, ServerVariable } from "../../contract/model.js";
import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import type { Fields } from "../../documents/fields.js";
import type { Json } from "../../source/json.js";
import { keysOf } from "../../source/path.js";
import type { Origin } from "../../source/source-file.js";
import { entriesAside, listAside, proseAside, textAside } from "./aside.js";
import { bindingsOf } from "./bindings.js";
import {
  followAside,
  peekReference,
  readAside,
  type Context,
} from "./context.js";
import { readSecurity } from "./security.js";

export function readServers(root: Fields, context: Context): readonly Server[] {
  return entriesAside(root, "servers", context).flatMap(
    ({ name, value, origin }) => {
      const what = `server "${name}"`;
      const fields = readAside(value, origin, "server", what, context);
      return fields ? [readServer(name, fields, origin, context)] : [];
    },
  );
}

function readServer(
  name: string,
  fields: Fields,
  origin: Origin,
  context: Context,
): Server {
  const description =
    proseAside(fields, "description", context) ??
    proseAside(fields, "summary", context);
  const protocol = textAside(fields, "protocol", context) ?? "";
  const variables = entriesAside(fields, "variables", context).map(
    ({ name, value, origin }) => readVariable(name, value, origin, context),
  );
  const security = readSecurity(fields, context);
  return {
    name,
    ...(description !== undefined && { description }),
    protocol,
    url: fillIn(templateOf(fields, protocol, context), variables),
    variables,
    security: security.flatMap(({ schemes }) => schemes),
    bindings: bindingsOf(fields, context),
    origin,
  };
}

/** 2.x has a `url`, often without its scheme; 3.x has its parts. */
function templateOf(
  fields: Fields,
  protocol: string,
  context: Context,
): string {
  const path = textAside(fields, "pathname", context)?.replace(/^\/?/, "/");
  const whole =
    textAside(fields, "url", context) ??
    `${textAside(fields, "host", context) ?? ""}${path ?? ""}`;
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(whole);
  return hasScheme || protocol === "" ? whole : `${protocol}://${whole}`;
}

function fillIn(
  template: string,
  variables: readonly ServerVariable[],
): string {
  const defaults = new Map(
    variables.map((variable) => [variable.name, variable.default]),
  );
  return template.replaceAll(
    /\{([^{}]*)\}/g,
    (whole, name: string) => defaults.get(name) ?? whole,
  );
}

function readVariable(
  name: string,
  value: Json,
  origin: Origin,
  context: Context,
): ServerVariable {
  const what = `variable "${name}"`;
  const fields = readAside(value, origin, "serverVariable", what, context);
  if (!fields) return { name, enum: [] };
  const description = proseAside(fields, "description", context);
  const preset = fields.value["default"];
  return {
    name,
    ...(description !== undefined && { description }),
    ...(isScalar(preset) && { default: String(preset) }),
    enum: listAside(fields, "enum", context)
      .map(({ value }) => value)
      .filter(isScalar)
      .map(String),
  };
}

/** YAML reads an unquoted port as a number. */
function isScalar(value: Json | undefined): value is string | number | boolean {
  return value !== undefined && value !== null && typeof value !== "object";
}

/** The server that a channel names: its name (2.x), or a `$ref` to it (3.x). */
export function serverNameOf(
  value: Json,
  origin: Origin,
  context: Context,
): string | undefined {
  if (typeof value === "string") return value;
  followAside(value, origin, "a server of a channel", context);
  // The server itself may be a `$ref`: its name is where this one leads.
  const found = peekReference(value, origin, context);
  return found && String(keysOf(found.origin.path).at(-1) ?? found.name);
}

/** Channels may name only servers that the document has; one that names no other has none of its own. */
export function withKnownServers(
  channels: readonly Channel[],
  servers: readonly Server[],
  diagnostics: Diagnostics,
): readonly Channel[] {
  const known = new Set(servers.map(({ name }) => name));
  return channels.map((channel) => {
    const { servers: named, ...rest } = channel;
    const strange = named?.filter((name) => !known.has(name)) ?? [];
    if (!named || strange.length === 0) return channel;
    const target = { ...channel.origin, part: "key" } as const;
    for (const server of strange) {
      const params = { channel: channel.name, server };
      diagnostics.report("asyncapi-server-missing", target, params);
    }
    const left = named.filter((name) => known.has(name));
    return left.length === 0 ? rest : { ...rest, servers: left };
  });
}
