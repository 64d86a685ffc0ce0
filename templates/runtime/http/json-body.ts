/** A request's JSON body, with an answer for everything that it may be instead. */
import type { HttpRequest } from "./http.js";
import type { WireError } from "../core/protocol.js";
import { wireError } from "../server/wire-error.js";

export async function jsonBody(
  request: HttpRequest,
  maxBytes: number,
  timeoutMs: number,
): Promise<
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: WireError }
> {
  const type = request.header("content-type")?.split(";")[0]?.trim();
  if (type?.toLowerCase() !== "application/json") {
    // Also keeps out forms, which browsers send anywhere without asking.
    const message = "the content type must be application/json";
    return { ok: false, error: wireError("unsupported_media_type", message) };
  }
  if (Number(request.header("content-length")) > maxBytes) {
    return { ok: false, error: tooLarge(maxBytes) };
  }
  const body = await request.text(maxBytes, timeoutMs);
  if (!body.ok) return body;
  try {
    return { ok: true, value: JSON.parse(body.text) as unknown };
  } catch {
    return { ok: false, error: wireError("bad_request", "not JSON") };
  }
}

export function tooLarge(maxBytes: number): WireError {
  return wireError("too_large", `the body is over ${maxBytes} bytes`);
}
