/** Braces around members, one per line, as prettier keeps them. */
import {
  group,
  indent,
  join,
  line,
  value,
  width,
  type Doc,
} from "../typescript/layout.js";

/** A member of an object type: its text without separator, with its doc comment if any. */
export interface Member {
  readonly text: string;
  readonly doc?: string;
}

/**
 * An object type.
 *
 * @param depth how many levels the line that opens the brace is indented
 */
export function block(members: readonly Member[], depth: number): string {
  if (members.length === 0) return "{}";
  const indent = "  ".repeat(depth + 1);
  const lines = members.map(
    ({ doc = "", text }) => `${doc}${indent}${text};\n`,
  );
  return `{\n${lines.join("")}${"  ".repeat(depth)}}`;
}

/** An object literal of {@link property}s. */
export function objectLiteral(properties: readonly Doc[]): Doc {
  if (properties.length === 0) return "{}";
  const inner = indent([line, join([",", line], properties)]);
  return group(["{", inner, ",", line, "}"], true);
}

/** `key: what`; what cannot begin there begins on the next line. */
export function property(key: string, what: Doc): Doc {
  // A text stays beside a key so short that a new line would win nothing.
  const stays = typeof what === "string" && /^["']/.test(what);
  return stays && width(key) < 5 ? `${key}: ${what}` : [`${key}:`, value(what)];
}
