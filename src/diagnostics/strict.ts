/** `--strict`: a warning ends the run as an error does. */
import { catalogue } from "./catalogue.js";
import type { Diagnostic } from "./diagnostics.js";

export function warningsAsErrors(
  diagnostics: readonly Diagnostic[],
): readonly Diagnostic[] {
  return diagnostics.map((diagnostic) => ({
    ...diagnostic,
    severity: "error",
  }));
}

/** Whether it is an error only because warnings were taken for errors. */
export function isRaised({ id, severity }: Diagnostic): boolean {
  return severity === "error" && catalogue[id].severity === "warning";
}
