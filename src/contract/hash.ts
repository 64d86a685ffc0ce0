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
  const hash = createHash("sha256");
  writeAudible(facts, (text) => hash.update(text));
  return hash.digest("base64url").slice(0, 12);
}

/** Longer texts are handed on: to grow them further costs more and more. */
const CHUNK = 16_384;

/**
 * As JSON, without what is silent; objects as lists of their members. Written
 * in one go, for `JSON.stringify` takes twice as long with a copy to leave
 * things out, and eight times with a replacer.
 */
function writeAudible(facts: object, to: (text: string) => void): void {
  let out = "";
  const quoted = new Map<string, string>();
  const quote = (text: string): string => {
    let known = quoted.get(text);
    if (known === undefined) quoted.set(text, (known = JSON.stringify(text)));
    return known;
  };
  const write = (value: unknown): void => {
    if (typeof value === "string") out += quote(value);
    else if (typeof value !== "object" || value === null) {
      out += JSON.stringify(value);
    } else if (Array.isArray(value)) {
      out += "[";
      for (let i = 0; i < value.length; i++) {
        if (i > 0) out += ",";
        write(value[i]);
      }
      out += "]";
    } else {
      out += '{"members":[';
      let separator = "";
      const members = value as Readonly<Record<string, unknown>>;
      for (const key of Object.keys(members)) {
        if (members[key] === undefined || SILENT.has(key)) continue;
        out += `${separator}${quote(key)},`;
        separator = ",";
        write(members[key]);
      }
      out += "]}";
    }
    if (out.length > CHUNK) {
      to(out);
      out = "";
    }
  };
  write(facts);
  to(out);
}
