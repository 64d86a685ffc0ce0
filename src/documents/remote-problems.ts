import type { Diagnostics } from "../diagnostics/diagnostics.js";
import type { RemoteFailure } from "../host/remote-reader.js";
import type { Origin } from "../source/source-file.js";

/** Why there is no document at a URL. */
export type RemoteProblem =
  RemoteFailure | { readonly kind: "markup" } | { readonly kind: "syntax" };

/** @param from The `$ref` that led there. */
export function reportRemoteProblem(
  diagnostics: Diagnostics,
  from: Origin,
  url: string,
  problem: RemoteProblem,
): void {
  switch (problem.kind) {
    case "unreachable":
      return diagnostics.report("remote-unreachable", from, {
        url,
        reason: problem.reason,
      });
    case "interrupted":
      return diagnostics.report("remote-unreachable", from, {
        url,
        reason: "the run was interrupted",
      });
    case "status":
      return diagnostics.report("remote-status", from, {
        url,
        status: problem.status,
      });
    case "timeout":
      return diagnostics.report("remote-timeout", from, {
        url,
        seconds: problem.after / 1_000,
        whole: problem.whole ? ", the time for all remote documents" : "",
      });
    case "too-large":
      return diagnostics.report("remote-too-large", from, {
        url,
        limit: problem.limit / 1024 / 1024,
      });
    case "too-many":
      return diagnostics.report("remote-too-many", from, {
        url,
        limit: problem.limit,
      });
    case "redirect":
      return diagnostics.report("remote-redirect", from, {
        url,
        problem: problem.problem,
      });
    case "credentials":
      return diagnostics.report("remote-credentials", from, { url });
    case "not-utf-8":
    case "markup":
    case "syntax": {
      const why = {
        "not-utf-8": "it is not UTF-8 text",
        markup: "it is a web page, or other markup",
        syntax: "it cannot be read as JSON or YAML",
      }[problem.kind];
      return diagnostics.report("remote-not-a-schema", from, { url, why });
    }
    default:
      return problem satisfies never;
  }
}
