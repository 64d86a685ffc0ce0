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
    case "unevaluatedProperties":
    case "unevaluatedItems":
      // What it stands beside is visited there.
      if (!inPlace) visit(check.schema);
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

/**
 * The definitions that the schemas lead to, in the order first met. Chains of
 * thousands are no strain: they are walked without recursion.
 */
export function reachable(
  schemas: Iterable<Assertion>,
  definitions: ReadonlyMap<DefinitionId, Definition>,
): ReadonlyMap<DefinitionId, Definition> {
  const found = new Map<DefinitionId, Definition>();
  const stack: (Assertion | DefinitionId)[] = [];
  const enter = ({ checks }: Assertion): void => {
    const inner: (Assertion | DefinitionId)[] = [];
    for (const check of checks) {
      if (check.kind === "reference") inner.push(check.to);
      else eachInside(check, (schema) => inner.push(schema));
    }
    // The first comes off first.
    for (let i = inner.length - 1; i >= 0; i--) stack.push(inner[i]!);
  };
  for (const schema of schemas) {
    enter(schema);
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (typeof next !== "string") enter(next);
      else if (!found.has(next)) {
        const definition = definitions.get(next);
        if (!definition) continue;
        found.set(next, definition);
        enter(definition.schema);
      }
    }
  }
  return found;
}

/** The definitions that a schema names, in itself or in its parts. */
export function referencesIn(
  schema: Assertion,
  inPlace = false,
): readonly DefinitionId[] {
  const found: DefinitionId[] = [];
  const visit = ({ checks }: Assertion): void => {
    for (const check of checks) {
      if (check.kind === "reference") found.push(check.to);
      eachInside(check, visit, inPlace);
    }
  };
  visit(schema);
  return found;
}

/**
 * The definitions in an order in which each comes after those that it leads
 * to, but where they lead to each other. Chains of thousands are no strain:
 * they are walked without recursion.
 *
 * @param next What one leads to.
 * @param onCycle Is given each that one of those that it leads to leads back to.
 */
export function innerFirst(
  ids: Iterable<DefinitionId>,
  next: (id: DefinitionId) => readonly DefinitionId[],
  onCycle: (id: DefinitionId) => void = () => {},
): readonly DefinitionId[] {
  const ordered = new Set<DefinitionId>();
  const open = new Set<DefinitionId>();
  for (const start of ids) {
    const way: { id: DefinitionId; left: DefinitionId[] }[] = [];
    const enter = (id: DefinitionId): void => {
      if (ordered.has(id)) return;
      if (open.has(id)) return onCycle(id);
      open.add(id);
      way.push({ id, left: [...next(id)].reverse() });
    };
    enter(start);
    for (let last = way.at(-1); last; last = way.at(-1)) {
      const inner = last.left.pop();
      if (inner !== undefined) enter(inner);
      else {
        way.pop();
        open.delete(last.id);
        ordered.add(last.id);
      }
    }
  }
  return [...ordered];
}
