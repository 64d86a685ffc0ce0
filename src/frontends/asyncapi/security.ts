import type { SecurityScheme } from "../../contract/model.js";
import { describe, isList, type Fields } from "../../documents/fields.js";
import { isObject, type Json } from "../../source/json.js";
import { at, idOf, originAt } from "../../source/path.js";
import type { Origin } from "../../source/source-file.js";
import { listAside, proseAside, textAside } from "./aside.js";
import { peekReference, readAside, type Context } from "./context.js";

/** One way in: every scheme of it together. */
export interface Requirement {
  /** Names of those that a technique can carry. */
  readonly schemes: readonly string[];
  readonly scopes: readonly string[];
}

/** The ways in that a server or an operation leaves open. */
export function readSecurity(
  fields: Fields,
  context: Context,
): readonly Requirement[] {
  return listAside(fields, "security", context).map(({ value, origin }) => {
    if (context.version.major === 2) return readNames(value, origin, context);
    if (!isList(value)) return readScheme(value, origin, context);
    // A list in the list: all of them together.
    const all = value.map((scheme, i) =>
      readScheme(scheme, at(origin, i), context),
    );
    return {
      schemes: all.flatMap(({ schemes }) => schemes),
      scopes: all.flatMap(({ scopes }) => scopes),
    };
  });
}

/** What who sends must be allowed to; only where there is one way in. */
export function readScopes(
  fields: Fields | undefined,
  context: Context,
): readonly string[] {
  const ways = fields ? readSecurity(fields, context) : [];
  const [only] = ways;
  return ways.length === 1 && only ? only.scopes : [];
}

/** Security Requirement Object of 2.x: names of components, each with its scopes. */
function readNames(value: Json, origin: Origin, context: Context): Requirement {
  if (!isObject(value)) return { schemes: [], scopes: [] };
  const { file, value: root } = context.documents.entry;
  const components = isObject(root) ? root["components"] : undefined;
  const all = isObject(components) ? components["securitySchemes"] : undefined;
  const schemes = Object.keys(value).flatMap((name) => {
    const scheme = isObject(all) ? all[name] : undefined;
    const place = originAt(file, ["components", "securitySchemes", name]);
    if (scheme !== undefined) {
      return schemeNamed(name, scheme, place, context) ?? [];
    }
    const target = { ...at(origin, name), part: "key" } as const;
    context.warnings.once("asyncapi-security-missing", target, { name });
    return [];
  });
  return { schemes, scopes: Object.values(value).flatMap(strings) };
}

/** Since 3.0 a Security Scheme Object itself, mostly by `$ref`. */
function readScheme(
  value: Json,
  origin: Origin,
  context: Context,
): Requirement {
  const what = "a security scheme";
  const fields = readAside(value, origin, "securityScheme", what, context);
  if (!fields) return { schemes: [], scopes: [] };
  const scheme = schemeNamed(
    peekReference(value, origin, context)?.name ??
      textAside(fields, "type", context) ??
      "",
    value,
    origin,
    context,
  );
  return {
    schemes: scheme === undefined ? [] : [scheme],
    scopes: strings(fields.value["scopes"] ?? []),
  };
}

/** Keeps a scheme for the Contract; `undefined`: no technique can carry it. */
function schemeNamed(
  name: string,
  value: Json,
  origin: Origin,
  context: Context,
): string | undefined {
  const what = `security scheme "${name}"`;
  const fields = readAside(value, origin, "securityScheme", what, context);
  if (!fields) return undefined;
  const place = idOf(fields.origin);
  const known = context.securitySchemes.nameAt(place);
  if (known !== undefined) return known;
  const kind = kindOf(fields, context);
  if (!kind) {
    const type = describe(fields.value["type"] ?? null);
    const target = fields.at("type");
    context.warnings.once("asyncapi-security-unused", target, { name, type });
    return undefined;
  }
  const description = proseAside(fields, "description", context);
  return context.securitySchemes.add(place, {
    name,
    ...(description !== undefined && { description }),
    origin: fields.origin,
    ...kind,
  });
}

type Kind<T = SecurityScheme> = T extends unknown
  ? Omit<T, "name" | "description" | "origin">
  : never;

function kindOf(fields: Fields, context: Context): Kind | undefined {
  const text = (key: string): string | undefined =>
    textAside(fields, key, context);
  const type = text("type");
  switch (type) {
    case "http": {
      const format = text("bearerFormat");
      switch (text("scheme")?.toLowerCase()) {
        case "bearer":
          return {
            kind: "bearer",
            issuer: "http",
            ...(format !== undefined && { format }),
          };
        case "basic":
          return { kind: "basic" };
        default:
          return undefined;
      }
    }
    case "oauth2":
    case "openIdConnect":
      return { kind: "bearer", issuer: type };
    case "userPassword":
      return { kind: "userPassword" };
    case "httpApiKey": {
      const [place, key] = [text("in"), text("name")];
      const known =
        place === "header" || place === "query" || place === "cookie";
      return known && key ? { kind: "apiKey", in: place, key } : undefined;
    }
    // What only brokers ask for: X509, SASL, a key instead of a user, …
    default:
      return undefined;
  }
}

function strings(value: Json): readonly string[] {
  return isList(value)
    ? value.filter((item): item is string => typeof item === "string")
    : [];
}
