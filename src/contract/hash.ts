import { createHash } from "node:crypto";
import type { Assertion } from "./assertion.js";
import type { Contract } from "./model.js";
import { reachable, schemasOf } from "./walk.js";

/** What a change of cannot be seen on the wire. */
const SILENT = new Set([
  "origin",
  "notes",
  "description",
  "summary",
  "examples",
  "bindings",
  "typeName",
  "deprecated",
]);

/**
 * Tells two contracts apart by what they accept: log entries carry it, so
 * that a server knows which of them were written under another contract.
 */
export function contractHash(contract: Contract): string {
  const definitions = reachable(schemasOf(contract), contract.definitions);
  const facts = {
    name: contract.name,
    channels: contract.channels,
    definitions: [...definitions.values()].map(
      ({ id, schema }): { id: string; schema: Assertion } => ({ id, schema }),
    ),
  };
  const text = JSON.stringify(audible(facts));
  return createHash("sha256").update(text).digest("base64url").slice(0, 12);
}

/** Without what is silent. A replacer of `JSON.stringify` would be four times slower. */
function audible(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(audible);
  // As pairs: an object without a prototype is slow, one with it loses `__proto__`.
  const members: unknown[] = [];
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined && !SILENT.has(key))
      members.push(key, audible(item));
  }
  return { members };
}
