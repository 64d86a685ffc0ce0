import { isObject } from "../../source/json.js";
import type { Contract } from "../../contract/model.js";
import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import type { Documents } from "../../documents/documents.js";
import { describe } from "../../documents/fields.js";
import { at } from "../../source/path.js";
import { lowerAsyncapi3 } from "./lower.js";
import type { Perspective } from "./perspective.js";

/** Reads the version; each major version has a lowering of its own. */
export function lowerAsyncapi(
  documents: Documents,
  diagnostics: Diagnostics,
  perspective: Perspective | undefined,
): Contract | undefined {
  const { file, value } = documents.entry;
  const found = isObject(value) ? (value["asyncapi"] ?? null) : null;
  const version = typeof found === "number" ? `${found}` : found;
  const target = at({ file, path: undefined }, "asyncapi");
  const match =
    typeof version === "string" ? /^(\d+)\.(\d+)(\.|$)/.exec(version) : null;
  if (typeof version !== "string" || match === null) {
    diagnostics.report("wrong-type", target, {
      what: '"asyncapi"',
      expected: "a version such as '3.0.0'",
      found: describe(found),
    });
    return undefined;
  }
  const [, major, minor] = match;
  if (major !== "3") {
    const format = `AsyncAPI ${major}.x`;
    diagnostics.report("format-not-yet", target, { format });
    return undefined;
  }
  if (Number(minor) > 1) {
    diagnostics.report("asyncapi-version", target, { version });
  }
  return lowerAsyncapi3(documents, diagnostics, version, perspective);
}
