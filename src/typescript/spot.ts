/** Places in a value, as statements of a check speak of them. */
import { member } from "./code.js";
import { stringLiteral } from "./literals.js";

/** One value that statements speak of. */
export interface Spot {
  /** The code of the key to report under. */
  readonly key: string;
  /** The code of the value. */
  readonly value: string;
  readonly depth: number;
  readonly way: string;
}

/** A way from the outermost type, one step on. */
export function below(way: string, step: string): string {
  return way === "" ? step : `${way}/${step}`;
}

/** The origin of what no document holds. */
export const NOWHERE = { file: { path: "", text: "" }, path: undefined };

/** Names that are not own properties of every object. */
const INHERITED: ReadonlySet<string> = new Set(
  Object.getOwnPropertyNames(Object.prototype),
);

/** A property of `v`; one whose name every object has is read by `own`. */
export function propertySpot(
  name: string,
  way: string,
): Spot & { readonly isInherited: boolean } {
  const key = stringLiteral(name);
  const isInherited = INHERITED.has(name);
  const value = isInherited ? `own(v, ${key})` : member("v", key);
  return { key, value, depth: 1, way: below(way, name), isInherited };
}
