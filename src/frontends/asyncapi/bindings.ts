import { isObject, type Json } from "../../source/json.js";
import type { Bindings } from "../../contract/model.js";
import type { Fields } from "../../documents/fields.js";
import { readAside, type Context } from "./context.js";
import { mergePatch } from "./merge-patch.js";

/** Protocols that a technique of ours may read, and what the Contract calls them. */
const KNOWN: ReadonlyMap<string, string> = new Map([
  ["ws", "websocket"],
  // No binding has this name, but documents have.
  ["wss", "websocket"],
  ["http", "http"],
  ["mqtt", "mqtt"],
  ["amqp", "amqp"],
]);

/** The bindings of one object; those that no technique reads are left out. */
export function bindingsOf(fields: Fields, context: Context): Bindings {
  const bindings: Record<string, Json> = Object.create(null);
  const value = fields.value["bindings"] ?? null;
  if (value === null) return bindings;
  const what = `"bindings" of ${fields.what}`;
  const origin = fields.at("bindings");
  const all = readAside(value, origin, undefined, what, context);
  for (const { name, value, origin } of all?.members() ?? []) {
    const id = KNOWN.get(name);
    if (id === undefined) continue;
    const what = `"${name}" of the bindings of ${fields.what}`;
    const binding = readAside(value, origin, undefined, what, context);
    if (binding) bindings[id] = binding.value;
  }
  return bindings;
}

/** The patch wins. */
export function mergeBindings(target: Bindings, patch: Bindings): Bindings {
  const merged = mergePatch(target, patch);
  return isObject(merged) ? merged : target;
}
