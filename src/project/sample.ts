/**
 * A value that a schema accepts, for demo events, tests and documentation.
 * The schema's own examples come first; the rest is the simplest value that
 * can be told to fit. `undefined`: none could be made, such as for a pattern.
 */
import type { Assertion, Check, DefinitionId } from "../contract/assertion.js";
import type { Json, JsonType } from "../source/json.js";
import type { Definition } from "../contract/model.js";
import { sameJson, sampleArray, sampleObject } from "./sample-containers.js";
import { sampleNumber, sampleString } from "./sample-scalars.js";

export type Definitions = ReadonlyMap<DefinitionId, Definition>;

const MAX_DEPTH = 8;

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

  const make = (schemas: readonly Assertion[]): Json | undefined =>
    sampleOf(schemas, definitions, depth + 1);

  if (of("never").length > 0) return undefined;
  const enums = of("enum");
  if (enums.length > 0) {
    return enums[0]!.values.find((value) =>
      enums.every(({ values }) =>
        values.some((other) => sameJson(value, other)),
      ),
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
      return sampleArray(of("array"), make);
    case "object":
      return sampleObject(of("object"), make, depth > 0);
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
