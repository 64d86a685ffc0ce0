/** The keywords that tell types and values: `type`, `enum` and `const`. */
import type { Check } from "../contract/assertion.js";
import type { Json, JsonObject, JsonType } from "../source/json.js";
import { at } from "../source/path.js";
import type { Origin } from "../source/source-file.js";
import type { Diagnostics } from "../diagnostics/diagnostics.js";
import { isList } from "../documents/fields.js";
import type { SchemaHost } from "./host.js";
import type { Keywords } from "./keywords.js";
import { nearWord } from "./near-word.js";

const TYPES: readonly JsonType[] = [
  "null",
  "boolean",
  "number",
  "integer",
  "string",
  "array",
  "object",
];

/** What `type` mostly says: one of them, as a list. */
const ALONE: ReadonlyMap<unknown, readonly JsonType[]> = new Map(
  TYPES.map((type) => [type, [type]]),
);

/** What people write for a type. */
const MEANT: ReadonlyMap<string, JsonType> = new Map(
  Object.entries({
    null: "nil none",
    boolean: "bool",
    integer: "int int32 int64 long short",
    number: "float double decimal num numeric",
    string:
      "str text char date datetime date-time time uuid guid email url uri",
    array: "list set tuple",
    object: "map dict dictionary record struct",
  } satisfies Partial<Record<JsonType, string>>).flatMap(([type, words]) =>
    words.split(" ").map((word) => [word, type as JsonType] as const),
  ),
);

/**
 * `undefined`: every type. What is certainly meant is taken for it; where it
 * is not, every type is, so that nothing is refused that was to be accepted.
 */
export function typesOf(
  keywords: Keywords,
  { diagnostics }: SchemaHost,
): readonly JsonType[] | undefined {
  const { type } = keywords.value;
  if (type === undefined) return undefined;
  const alone = ALONE.get(type);
  if (alone) return alone;
  if (typeof type !== "string" && type !== null && !isList(type))
    return keywords.wrong("type", "a string or a list of strings");
  const origin = keywords.at("type");
  const told = isList(type) ? type : [type];
  if (told.length === 0) diagnostics.report("schema-no-type", origin, {});
  // In YAML, null without quotes is nothing at all, and is meant as the type.
  if (told.includes(null))
    diagnostics.report("schema-value-taken", origin, {
      keyword: "type",
      expected: "made of texts",
      found: "null without quotes",
      meant: "'null'",
    });
  const texts = told.map((name) => name ?? "null");
  const names = keywords.strings(texts, origin, "type");
  const types = new Set<JsonType>();
  let isOpen = false;
  for (const name of names) {
    const known = TYPES.find((candidate) => candidate === name);
    const meant =
      known ?? MEANT.get(name.toLowerCase()) ?? nearWord(name, TYPES);
    if (meant === undefined) {
      diagnostics.report("schema-unknown-type", origin, { type: name });
      isOpen = true;
    } else {
      types.add(meant);
      if (known === undefined)
        diagnostics.report("schema-type-taken", origin, { type: name, meant });
    }
  }
  return isOpen || types.size === 0 ? undefined : [...types];
}

/** What a schema says plainly of its type, without a look at anything else. */
export function evidentTypes({
  type,
  enum: values,
}: JsonObject): readonly JsonType[] | undefined {
  const list = isList(type) ? type : [type];
  const types = TYPES.filter((known) => list.includes(known));
  if (type !== undefined)
    return types.length === list.length ? types : undefined;
  const isText =
    isList(values) &&
    values.length > 0 &&
    values.every((one) => typeof one === "string");
  return isText ? ["string"] : undefined;
}

export function enumCheck(
  keywords: Keywords,
  { diagnostics }: SchemaHost,
): Check | undefined {
  const constant = keywords.value["const"];
  const list = keywords.list("enum");
  if (list?.length === 0) {
    diagnostics.report("schema-empty-enum", keywords.at("enum"), {});
    return { kind: "never" };
  }
  const listed: Check | undefined = list && {
    kind: "enum",
    values: distinct(list, keywords.at("enum"), diagnostics),
  };
  if (constant === undefined) return listed;
  const single: Check = { kind: "enum", values: [constant] };
  if (!listed) return single;
  const { origin } = keywords;
  const of = [listed, single].map((check) => ({
    checks: [check],
    notes: {},
    origin,
  }));
  return { kind: "allOf", of };
}

function distinct(
  list: readonly Json[],
  origin: Origin,
  diagnostics: Diagnostics,
): readonly Json[] {
  const seen = new Set<Json>();
  return list.filter((value, i) => {
    const isObject = typeof value === "object" && value !== null;
    const key = isObject ? JSON.stringify(value) : value;
    // A text may look like an object.
    const told = isObject ? `\u0000${key}` : key;
    if (!seen.has(told)) return seen.add(told);
    // Numbers beyond all bounds were told when they were read.
    if (value === Infinity || value === -Infinity) return false;
    const params = { value: JSON.stringify(value) };
    diagnostics.report("schema-duplicate-enum", at(origin, i), params);
    return false;
  });
}
