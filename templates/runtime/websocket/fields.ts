/** Pieces of envelopes, for {@link parseFrame}. */
import { isFields } from "../server/inbound.js";
import type { Params } from "../core/spec.js";

export type Fields = Readonly<Record<string, unknown>>;

export const NO_ID = "id must be 1 to 128 printable ASCII characters";

const NAME_SHOWN = 64;

export const fail = (message: string) => ({ ok: false, message }) as const;

/** A property that should not be there: most often one that is misspelt. */
export function extraOf(
  fields: Fields,
  names: readonly string[],
): string | undefined {
  for (const name of Object.keys(fields)) {
    if (!names.includes(name)) {
      return `no property ${name.slice(0, NAME_SHOWN)} here`;
    }
  }
  return undefined;
}

/** Absent, a channel has none. */
export function paramsOf(value: unknown = {}): Params | undefined {
  return isFields(value) &&
    Object.values(value).every((item) => typeof item === "string")
    ? (value as Params) // as was just seen
    : undefined;
}
