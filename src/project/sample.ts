/**
 * A value that a schema accepts, for demo events, tests and documentation.
 * The schema's own examples come first; the rest is the simplest value that
 * can be told to fit. `undefined`: none could be made, such as for a pattern.
 */
import type {
  ArrayCheck,
  Assertion,
  Check,
  DefinitionId,
  NumberCheck,
  ObjectCheck,
  StringCheck,
} from "../contract/assertion.js";
import type { Json, JsonType } from "../source/json.js";
import type { Definition } from "../contract/model.js";

export type Definitions = ReadonlyMap<DefinitionId, Definition>;

const MAX_DEPTH = 8;
const MAX_ITEMS = 20;

export function sample(
  schema: Assertion,
  definitions: Definitions,
): Json | undefined {
  return sampleOf([schema], definitions, 0);
}

/** One that all of these accept. */
function sampleOf(
  schemas: readonly Assertion[],
  definitions: Definitions,
  depth: number,
): Json | undefined {
  if (depth > MAX_DEPTH) return undefined;
  for (const { notes } of schemas) {
    const [example = notes.default] = notes.examples ?? [];
    if (example !== undefined) return example;
  }
  for (const checks of alternatives(schemas, definitions, depth)) {
    const value = fromChecks(checks, definitions, depth);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** References and combinations resolved: each alternative is a plain list of checks. */
function* alternatives(
  schemas: readonly Assertion[],
  definitions: Definitions,
  depth: number,
): Iterable<readonly Check[]> {
  const checks: Check[] = [];
  const open = [...schemas];
  const choices: (readonly Assertion[])[] = [];
  for (let met = 0; open.length > 0; met++) {
    if (met > 100) return; // a reference to itself
    for (const check of open.shift()!.checks) {
      switch (check.kind) {
        case "reference": {
          const definition = definitions.get(check.to);
          if (definition) open.push(definition.schema);
          break;
        }
        case "allOf":
          open.push(...check.of);
          break;
        case "anyOf":
        case "oneOf":
          choices.push(check.of);
          break;
        default:
          checks.push(check);
      }
    }
  }
  const [first, ...more] = choices;
  if (first === undefined) {
    yield checks;
    return;
  }
  const plain: Assertion = {
    checks: [...checks, ...more.map((of): Check => ({ kind: "anyOf", of }))],
    notes: {},
    origin: schemas[0]!.origin,
  };
  for (const choice of first) {
    yield* alternatives([choice, plain], definitions, depth + 1);
  }
}

function fromChecks(
  checks: readonly Check[],
  definitions: Definitions,
  depth: number,
): Json | undefined {
  const of = <K extends Check["kind"]>(
    kind: K,
  ): Extract<Check, { kind: K }>[] =>
    checks.filter(
      (check): check is Extract<Check, { kind: K }> => check.kind === kind,
    );

  if (of("never").length > 0) return undefined;
  const enums = of("enum");
  if (enums.length > 0) {
    return enums[0]!.values.find((value) =>
      enums.every(({ values }) => values.some((other) => same(value, other))),
    );
  }
  const types = of("type").map((check) => check.types);
  const type = likelyTypes(checks).find((candidate) =>
    types.every((allowed) => allows(allowed, candidate)),
  );
  switch (type) {
    case undefined:
      return undefined;
    case "null":
      return null;
    case "boolean":
      return true;
    case "integer":
    case "number":
      return sampleNumber(of("number"), type === "integer");
    case "string":
      return sampleString(of("string"));
    case "array":
      return sampleArray(of("array"), definitions, depth);
    case "object":
      return sampleObject(of("object"), definitions, depth);
    default:
      return type satisfies never;
  }
}

/** What the checks speak of comes first. */
function likelyTypes(checks: readonly Check[]): readonly JsonType[] {
  const spoken = checks.flatMap(({ kind }): JsonType[] =>
    kind === "object" || kind === "array" || kind === "string"
      ? [kind]
      : kind === "number"
        ? ["number", "integer"]
        : [],
  );
  return [
    ...spoken,
    "string",
    "integer",
    "number",
    "object",
    "array",
    "boolean",
    "null",
  ];
}

function allows(types: readonly JsonType[], type: JsonType): boolean {
  return (
    types.includes(type) || (type === "integer" && types.includes("number"))
  );
}

function same(a: Json, b: Json): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function sampleNumber(
  checks: readonly NumberCheck[],
  whole: boolean,
): number | undefined {
  const step = Math.max(...checks.map((check) => check.multipleOf ?? 0), 0);
  const unit = step || (whole ? 1 : 0.5);
  const least = Math.max(
    ...checks.map((check) => check.minimum ?? -Infinity),
    ...checks.map((check) => (check.exclusiveMinimum ?? -Infinity) + unit),
  );
  const most = Math.min(
    ...checks.map((check) => check.maximum ?? Infinity),
    ...checks.map((check) => (check.exclusiveMaximum ?? Infinity) - unit),
  );
  const wish = Math.min(Math.max(step || 1, least), most);
  const value = step || whole ? Math.ceil(wish / unit) * unit : wish;
  return value >= least && value <= most && Number.isFinite(value)
    ? value
    : undefined;
}

const formats: Readonly<Record<string, string>> = {
  uuid: "3f2b9c1e-8d4a-4f6b-9e2c-7a1d5b8c0e4f",
  date: "2026-01-31",
  time: "12:30:00Z",
  "date-time": "2026-01-31T12:30:00Z",
  duration: "PT1H",
  email: "ada@example.com",
  "idn-email": "ada@example.com",
  hostname: "example.com",
  "idn-hostname": "example.com",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  uri: "https://example.com/a",
  "uri-reference": "/a",
  iri: "https://example.com/a",
  "iri-reference": "/a",
  "uri-template": "/a/{b}",
  "json-pointer": "/a",
  "relative-json-pointer": "1/a",
  regex: "^a$",
  byte: "YQ==",
  int64: "1",
  decimal: "1.00",
};

/** Tried where there is a pattern: what patterns mostly ask for. */
const guesses = [
  "a",
  "A",
  "1",
  "0001",
  "abc",
  "ABC",
  "1.00",
  "1.0.0",
  "A1",
  "a1",
  "abc-123",
  "ABC-123",
  "AB",
  "USD",
  "BTC/USD",
  "btcusd",
  "2026-01-31",
  "#aabbcc",
  "+12025550123",
  "/a",
  "a@example.com",
  "https://example.com/a",
];

function sampleString(checks: readonly StringCheck[]): string | undefined {
  const least = Math.max(0, ...checks.map((check) => check.minLength ?? 0));
  const most = Math.min(...checks.map((check) => check.maxLength ?? Infinity));
  const format = checks.find((check) => check.format !== undefined)?.format;
  const patterns = checks.flatMap(({ pattern }) =>
    pattern ? [new RegExp(pattern.source, pattern.flags)] : [],
  );
  const fits = (text: string): boolean => {
    const length = [...text].length;
    return (
      length >= least &&
      length <= most &&
      patterns.every((pattern) => pattern.test(text))
    );
  };
  if (format !== undefined) {
    const text = formats[format] ?? "text";
    return fits(text) ? text : undefined;
  }
  const plain = most < 4 ? "a".repeat(most) : "text";
  const padded = plain.padEnd(Math.min(least, 10_000), "-");
  const filled = guesses.flatMap((guess) => [
    guess,
    guess[0]!.repeat(Math.min(Math.max(least, 1), 10_000)),
  ]);
  return [padded, ...(patterns.length > 0 ? filled : [])].find(fits);
}

function sampleArray(
  checks: readonly ArrayCheck[],
  definitions: Definitions,
  depth: number,
): Json | undefined {
  const least = Math.max(
    0,
    ...checks.map((check) => check.minItems ?? 0),
    ...checks.map((check) => check.contains?.min ?? 0),
  );
  const most = Math.min(...checks.map((check) => check.maxItems ?? Infinity));
  // One item shows what the list is of.
  const items: Json[] = [];
  for (let i = 0; i < Math.min(Math.max(least, 1), most); i++) {
    const schemas = checks.flatMap(({ prefixItems, items, contains }) => [
      ...[prefixItems?.[i] ?? items ?? []].flat(),
      ...(contains ? [contains.schema] : []),
    ]);
    const item =
      schemas.length === 0 ? i : sampleOf(schemas, definitions, depth + 1);
    const twice =
      item !== undefined &&
      checks.some(({ uniqueItems }) => uniqueItems) &&
      items.some((other) => same(other, item));
    if (item === undefined || twice || i >= MAX_ITEMS) {
      return items.length >= least ? items : undefined;
    }
    items.push(item);
  }
  return items;
}

function sampleObject(
  checks: readonly ObjectCheck[],
  definitions: Definitions,
  depth: number,
): Json | undefined {
  const schemas = new Map<string, Assertion[]>();
  const required = new Set(checks.flatMap((check) => check.required));
  const named = checks.flatMap((check) => check.properties);
  for (const { name, schema } of named) {
    schemas.set(name, [...(schemas.get(name) ?? []), schema]);
  }
  // An empty object shows nothing.
  const wanted =
    required.size > 0 || depth > 0 ? required : new Set(schemas.keys());
  const least = Math.max(0, ...checks.map((check) => check.minProperties ?? 0));
  for (const name of schemas.keys()) {
    if (wanted.size < least) wanted.add(name);
  }
  const value: Record<string, Json> = Object.create(null) as Record<
    string,
    Json
  >;
  for (const name of wanted) {
    const property = sampleOf(schemas.get(name) ?? [], definitions, depth + 1);
    if (property !== undefined) value[name] = property;
    else if (!schemas.has(name)) value[name] = "text";
    else if (required.has(name)) return undefined;
  }
  for (const check of checks) {
    for (const { property, required: also } of check.dependentRequired ?? []) {
      if (property in value && also.some((name) => !(name in value))) {
        return undefined;
      }
    }
  }
  return Object.keys(value).length >= least ? value : undefined;
}
