/** Ways through a Contract that know every kind of check. */
import type { Assertion, Check, DefinitionId } from "./assertion.js";
import type { Channel, Contract, Definition, Message } from "./model.js";

/** Every schema that the contract names, in the order written. */
export function* schemasOf(
  contract: Pick<Contract, "channels">,
): Generator<Assertion> {
  for (const channel of contract.channels) {
    for (const parameter of channel.parameters) yield parameter.schema;
    if (channel.snapshot) yield channel.snapshot;
    for (const message of messagesOf(channel)) {
      yield message.payload;
      if (message.headers) yield message.headers;
      if (message.reply) yield message.reply.payload;
      for (const error of message.errors) yield error.payload;
    }
  }
}

export function messagesOf(channel: Channel): readonly Message[] {
  return [...channel.serverToClient, ...channel.clientToServer];
}

/**
 * Visits the schemas right inside a check. `inPlace`: only those that look at
 * the same value, not at a part of it.
 */
export function eachInside(
  check: Check,
  visit: (schema: Assertion) => void,
  inPlace = false,
): void {
  switch (check.kind) {
    case "never":
    case "reference":
    case "type":
    case "enum":
    case "string":
    case "number":
      return;
    case "array":
      if (inPlace) return;
      check.prefixItems?.forEach(visit);
      if (check.items) visit(check.items);
      if (check.contains) visit(check.contains.schema);
      return;
    case "object":
      for (const { schema } of check.dependentSchemas ?? []) visit(schema);
      if (inPlace) return;
      for (const { schema } of check.properties) visit(schema);
      for (const { schema } of check.patternProperties ?? []) visit(schema);
      if (check.additionalProperties) visit(check.additionalProperties);
      if (check.propertyNames) visit(check.propertyNames);
      return;
    case "allOf":
    case "anyOf":
    case "oneOf":
      check.of.forEach(visit);
      return;
    case "not":
      visit(check.schema);
      return;
    case "if":
      visit(check.condition);
      if (check.then) visit(check.then);
      if (check.else) visit(check.else);
      return;
    default:
      check satisfies never;
  }
}

/** What {@link eachInside} visits. */
export function inside(check: Check, inPlace = false): readonly Assertion[] {
  const found: Assertion[] = [];
  eachInside(check, (schema) => found.push(schema), inPlace);
  return found;
}

/** The definitions that the schemas lead to, in the order first met. */
export function reachable(
  schemas: Iterable<Assertion>,
  definitions: ReadonlyMap<DefinitionId, Definition>,
): ReadonlyMap<DefinitionId, Definition> {
  const found = new Map<DefinitionId, Definition>();
  const visit = (assertion: Assertion): void => {
    for (const check of assertion.checks) {
      if (check.kind === "reference" && !found.has(check.to)) {
        const definition = definitions.get(check.to);
        if (definition) {
          found.set(check.to, definition);
          visit(definition.schema);
        }
      }
      eachInside(check, visit);
    }
  };
  for (const schema of schemas) visit(schema);
  return found;
}
