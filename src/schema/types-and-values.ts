/** The keywords that tell types and values: `type`, `enum` and `const`. */
import type { Check } from "../contract/assertion.js";
import type { JsonType } from "../source/json.js";
import { closest } from "../diagnostics/did-you-mean.js";
import { isList } from "../documents/fields.js";
import type { SchemaHost } from "./host.js";
import type { Keywords } from "./keywords.js";

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
const MEANT: Readonly<Record<string, JsonType>> = {
  int: "integer",
  long: "integer",
  float: "number",
  double: "number",
  decimal: "number",
  bool: "boolean",
  str: "string",
  text: "string",
  date: "string",
  datetime: "string",
  list: "array",
  map: "object",
  dict: "object",
  nil: "null",
};

export function typesOf(
  keywords: Keywords,
  { diagnostics }: SchemaHost,
): readonly JsonType[] | undefined {
  const { type } = keywords.value;
  if (type === undefined) return undefined;
  const alone = ALONE.get(type);
  if (alone) return alone;
  if (typeof type !== "string" && !isList(type))
    return keywords.wrong("type", "a string or a list of strings");
  const origin = keywords.at("type");
  const names = keywords.strings(isList(type) ? type : [type], origin, "type");
  const known = names.flatMap((name) => {
    const match = TYPES.find((candidate) => candidate === name);
    if (match) return [match];
    const meant = MEANT[name.toLowerCase()] ?? closest(name, TYPES);
    const hint = meant && `did you mean "${meant}"?`;
    diagnostics.report("schema-unknown-type", origin, { type: name }, hint);
    return [];
  });
  return known.length === 0 ? undefined : known;
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
  const listed: Check | undefined = list && { kind: "enum", values: list };
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
