/**
 * One GET. What comes back is hostile: its time and size are bounded. Nothing
 * of the user's is sent along, neither credentials nor cookies.
 */
import { decodeText } from "./decode-text.js";
import type {
  RemoteFailure,
  RemoteLimits,
  RemoteResult,
} from "./remote-reader.js";

export type Answer = RemoteResult | { readonly movedTo: string };

export interface Ends {
  /** Aborted when the time for all documents is over. */
  readonly whole: AbortSignal;
  /** Aborted when the user wants no more. */
  readonly interruption: AbortSignal;
}

/** Never throws; follows no redirect. */
export async function httpGet(
  url: string,
  limits: RemoteLimits,
  { whole, interruption }: Ends,
): Promise<Answer> {
  const { username, password } = new URL(url);
  if (username !== "" || password !== "")
    return failed({ kind: "credentials" });
  const timeout = AbortSignal.timeout(limits.timeout);
  try {
    const response = await fetch(url, {
      redirect: "manual",
      credentials: "omit",
      headers: { accept: "application/json, application/yaml, */*;q=0.5" },
      signal: AbortSignal.any([timeout, whole, interruption]),
    });
    return await answerOf(response, url, limits.maxBytes);
  } catch (error) {
    if (interruption.aborted) return failed({ kind: "interrupted" });
    if (timeout.aborted) {
      return failed({ kind: "timeout", after: limits.timeout, whole: false });
    }
    if (whole.aborted) {
      const after = limits.wholeTimeout;
      return failed({ kind: "timeout", after, whole: true });
    }
    return failed({ kind: "unreachable", reason: reasonOf(error) });
  }
}

function failed(failure: RemoteFailure): RemoteResult {
  return { ok: false, failure };
}

async function answerOf(
  response: Response,
  url: string,
  maxBytes: number,
): Promise<Answer> {
  const { status } = response;
  const location = response.headers.get("location");
  if (status !== 200) {
    await response.body?.cancel();
    return location !== null && [301, 302, 303, 307, 308].includes(status)
      ? { movedTo: location }
      : failed({ kind: "status", status });
  }
  const bytes = await bytesOf(response, maxBytes);
  if (bytes === undefined) {
    return failed({ kind: "too-large", limit: maxBytes });
  }
  const decoded = decodeText(bytes);
  return decoded.ok
    ? { ok: true, url, text: decoded.text, hash: decoded.hash }
    : failed({ kind: "not-utf-8" });
}

/** `undefined`: there are more. Leaving the loop ends the transfer. */
async function bytesOf(
  { body }: Response,
  max: number,
): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > max) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** `fetch` says only that it failed; its cause says why. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code =
    cause instanceof Error && "code" in cause ? String(cause.code) : "";
  switch (code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "the name of the host is not known here";
    case "ECONNREFUSED":
      return "the connection was refused";
    case "ECONNRESET":
    case "UND_ERR_SOCKET":
      return "the connection broke off";
    default:
      break;
  }
  if (/CERT|TLS|SSL|UNABLE_TO/.test(code)) {
    return `the host cannot prove who it is (${code})`;
  }
  return cause instanceof Error && cause.message !== ""
    ? cause.message
    : code || "for a reason that is not known";
}
