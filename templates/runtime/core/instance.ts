/**
 * The name of a channel instance: `orders(customerId=42)`, `lobby`; see
 * WIRE.md. It is the address in the log and the subscription on the wire.
 */
import type { Params } from "./spec.js";

/** Percent-encodes as `encodeURIComponent`, and `( ) ' ! *` too. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[()'!*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** Parameters in the order of `names`, which is the schema's. */
export function formatInstance(
  channel: string,
  params: Params,
  names: readonly string[],
): string {
  if (names.length === 0) return encode(channel);
  const pairs = names.map((name) => formatPair(name, params[name] ?? ""));
  return `${encode(channel)}(${pairs.join(",")})`;
}

/** One parameter in an instance's name. */
export function formatPair(name: string, value: string): string {
  return `${encode(name)}=${encode(value)}`;
}

export interface Instance {
  readonly channel: string;
  /** Has no prototype: any name may be a parameter's. */
  readonly params: Params;
}

/** Strict: `undefined` for anything that {@link formatInstance} cannot have made. */
export function parseInstance(text: string): Instance | undefined {
  const match = /^([^(),=]+)(?:\(([^()]+)\))?$/.exec(text);
  if (!match) return undefined;
  const params: Record<string, string> = Object.create(null);
  try {
    for (const pair of match[2]?.split(",") ?? []) {
      const at = pair.indexOf("=");
      const name = decodeURIComponent(pair.slice(0, at));
      if (at < 1 || pair.includes("=", at + 1) || name in params) {
        return undefined;
      }
      params[name] = decodeURIComponent(pair.slice(at + 1));
    }
    return { channel: decodeURIComponent(match[1]!), params };
  } catch {
    return undefined; // a stray % or bytes that are not UTF-8
  }
}
