/** Errors on their way out: made here, so that all techniques say the same. */
import type { ErrorCode, WireError } from "../core/protocol.js";
import type { Issue } from "../core/validation.js";

export function wireError(
  code: ErrorCode,
  message: string,
  more: Pick<WireError, "issues" | "retryAfterMs"> = {},
): WireError {
  return { code, message, kind: "realtime", ...more };
}

/** What is wrong with a payload, headers or parameters. */
export function invalid(subject: string, issues: readonly Issue[]): WireError {
  return wireError("invalid_payload", `${subject} does not fit the schema`, {
    issues: issues.map(({ path, code, message }) => ({
      path: pointer(path),
      code,
      message,
    })),
  });
}

/** RFC 6901. */
export function pointer(path: readonly (string | number)[]): string {
  return path
    .map((key) => `/${String(key).replace(/~/g, "~0").replace(/\//g, "~1")}`)
    .join("");
}
