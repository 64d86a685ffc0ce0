import { foldName } from "../source/fold-name.js";

/** Names that were given once and are kept; `realtime.lock` holds them. */
export interface Ledger {
  /** Of types, by what they are of: `orders/serverToClient/order.created`. */
  readonly types: ReadonlyMap<string, string>;
  /** Of the classes of typed errors, by message and code; unique within the message. */
  readonly errors: ReadonlyMap<string, string>;
}

export const EMPTY_LEDGER: Ledger = { types: new Map(), errors: new Map() };

/** What a type's name takes up: itself, and the constant beside it, such as `OrderSchema`. */
export function takenBy(type: string): readonly string[] {
  return [foldName(type), foldName(schemaName(type))];
}

export function schemaName(type: string): string {
  return `${type}Schema`;
}

/**
 * A name as one step of a ledger's key: what would read as the border between
 * two steps is percent-encoded, so that `a/b` is not the `b` of `a`.
 */
export function keyStep(name: string): string {
  if (name === "") return "%";
  return PLAIN.test(name)
    ? name
    : name.replace(
        /[%/#*|]/g,
        (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
      );
}

const PLAIN = /^[\w.-]*$/;
