import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import type { Documents } from "../../documents/documents.js";
import { describe } from "../../documents/fields.js";
import { isObject } from "../../source/json.js";
import { at } from "../../source/path.js";

export interface Version {
  /** As the document says, such as `3.0.0`. */
  readonly text: string;
  readonly major: 2 | 3;
  readonly minor: number;
}

/** The newest that this release knows of each generation. */
const NEWEST = { 2: 6, 3: 1 } as const;

/** `undefined`: it is none that can be read, which was reported. */
export function readVersion(
  { entry: { file, value } }: Documents,
  diagnostics: Diagnostics,
): Version | undefined {
  const found = isObject(value) ? (value["asyncapi"] ?? null) : null;
  const text = typeof found === "number" ? fromNumber(found) : found;
  const target = at({ file, path: undefined }, "asyncapi");
  const match =
    typeof text === "string" ? /^(\d+)\.(\d+)(\.|$)/.exec(text) : null;
  if (typeof text !== "string" || match === null) {
    diagnostics.report("wrong-type", target, {
      what: '"asyncapi"',
      expected: "a version such as '3.0.0'",
      found: describe(found),
    });
    return undefined;
  }
  const [major, minor] = [Number(match[1]), Number(match[2])];
  if (major !== 2 && major !== 3) {
    const format = `AsyncAPI ${major}.x`;
    diagnostics.report("format-not-yet", target, { format });
    return undefined;
  }
  if (minor > NEWEST[major]) {
    const newest = `${major}.${NEWEST[major]}`;
    diagnostics.report("asyncapi-version", target, { version: text, newest });
  }
  return { text, major, minor };
}

/** YAML reads `3.0` without quotes as the number 3. */
function fromNumber(found: number): string {
  return Number.isInteger(found) ? found.toFixed(1) : `${found}`;
}
