import type { Contract } from "../../contract/model.js";
import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import type { Documents } from "../../documents/documents.js";
import { describe } from "../../documents/fields.js";
import { isObject } from "../../source/json.js";
import { at } from "../../source/path.js";
import { lowerWebhooks } from "./lower.js";

/** Reads the version: 3.0 and 3.1 differ in their dialect of JSON Schema. */
export function lowerOpenapi(
  documents: Documents,
  diagnostics: Diagnostics,
  patterns: readonly string[],
): Contract | undefined {
  const { file, value } = documents.entry;
  const keys = isObject(value) ? value : {};
  const top = { file, path: undefined };
  if ("swagger" in keys && !("openapi" in keys)) {
    const target = { ...at(top, "swagger"), part: "key" } as const;
    diagnostics.report("openapi-swagger", target, {});
    return undefined;
  }
  const found = keys["openapi"] ?? null;
  const target = at(top, "openapi");
  const version = typeof found === "number" ? `${found}` : found;
  const match =
    typeof version === "string" ? /^3\.(\d+)(\.|$)/.exec(version) : null;
  if (typeof version !== "string" || match === null) {
    diagnostics.report("wrong-type", target, {
      what: '"openapi"',
      expected: "a version such as '3.1.0'",
      found: describe(found),
    });
    return undefined;
  }
  const minor = Number(match[1]);
  if (minor > 1) diagnostics.report("openapi-newer", target, { version });
  return lowerWebhooks(documents, diagnostics, { version, minor }, patterns);
}
