/** What can be said of a schema without a value: all answers lean to yes. */
import type { Assertion, Check, DefinitionId } from "./assertion.js";
import type { Json, JsonType } from "../source/json.js";
import type { Definition } from "./model.js";

type Definitions = Pick<ReadonlyMap<DefinitionId, Definition>, "get">;

/** `false`: the schema certainly accepts no value of the type. */
export function mayAccept(
  schema: Assertion,
  type: JsonType,
  definitions: Definitions,
  known = new Map<DefinitionId, boolean>(),
): boolean {
  const may = (part: Assertion): boolean =>
    mayAccept(part, type, definitions, known);
  const allows = (check: Check): boolean => {
    switch (check.kind) {
      case "never":
        return false;
      case "type":
        return check.types.includes(type);
      case "enum":
        return check.values.some((value) => typeOf(value) === type);
      case "allOf":
        return check.of.every(may);
      case "anyOf":
      case "oneOf":
        return check.of.some(may);
      case "reference": {
        const found = known.get(check.to);
        if (found !== undefined) return found;
        const definition = definitions.get(check.to);
        // Stands where the definition leads to itself.
        known.set(check.to, true);
        const accepts = !definition || may(definition.schema);
        known.set(check.to, accepts);
        return accepts;
      }
      case "string":
      case "number":
      case "array":
      case "object":
      case "not":
      case "if":
      case "unevaluatedProperties":
      case "unevaluatedItems":
        return true;
      default:
        return check satisfies never;
    }
  };
  return schema.checks.every(allows);
}

/** The properties that some value of the schema may well have, each with every schema given for it. */
export function propertiesOf(
  schema: Assertion,
  definitions: Definitions,
  found = new Map<string, Assertion[]>(),
  open = new Set<DefinitionId>(),
): ReadonlyMap<string, readonly Assertion[]> {
  const schemasOf = (name: string): Assertion[] => {
    let schemas = found.get(name);
    if (!schemas) found.set(name, (schemas = []));
    return schemas;
  };
  for (const check of schema.checks) {
    switch (check.kind) {
      case "object":
        for (const { name, schema } of check.properties) {
          schemasOf(name).push(schema);
        }
        for (const name of check.required) schemasOf(name);
        break;
      case "allOf":
      case "anyOf":
      case "oneOf":
        for (const part of check.of) {
          propertiesOf(part, definitions, found, open);
        }
        break;
      case "if":
        for (const part of [check.then, check.else]) {
          if (part) propertiesOf(part, definitions, found, open);
        }
        break;
      case "reference": {
        const definition = definitions.get(check.to);
        if (!definition || open.has(check.to)) break;
        open.add(check.to);
        propertiesOf(definition.schema, definitions, found, open);
        break;
      }
      default:
    }
  }
  return found;
}

function typeOf(value: Json): JsonType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  switch (typeof value) {
    case "boolean":
      return "boolean";
    case "number":
      return "number";
    case "string":
      return "string";
    default:
      return "object";
  }
}
