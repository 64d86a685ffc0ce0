/** What the clients of all techniques over HTTP share. */
import { type ClientOptions, tokenOf } from "./client-options.js";
import { endpoint } from "./endpoint.js";
import { RemoteError } from "../core/errors.js";
import type { WireError } from "../core/protocol.js";

export interface HttpOptions extends Pick<ClientOptions, "token"> {
  /** The server's base, such as `https://api.example.com/realtime`; may be relative in a browser. */
  readonly url: string | URL;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** `include`: cookies go to another origin too. */
  readonly credentials?: NonNullable<RequestInit["credentials"]>;
  /** What to do about redirects; by default they are followed. */
  readonly redirect?: NonNullable<RequestInit["redirect"]>;
  /** In place of the global one. */
  readonly fetch?: typeof fetch;
}

/**
 * POST, or GET where there is no body. Rejects with a RemoteError where the
 * status is neither 200 nor 304.
 */
export type Call = (
  path: string,
  body: unknown,
  signal?: AbortSignal,
  more?: {
    readonly headers?: Readonly<Record<string, string>>;
    readonly cache?: "no-store";
  },
) => Promise<Response>;

export function createCall({
  url,
  headers,
  fetch = globalThis.fetch,
  credentials,
  redirect,
  token,
}: HttpOptions): Call {
  const base = endpoint(url, "", "http");
  return async (path, body, signal, more) => {
    const bearer = await tokenOf(token);
    const response = await fetch(new URL(path, base), {
      ...more,
      method: body ? "POST" : "GET",
      headers: {
        ...(body ? { "content-type": "application/json" } : undefined),
        ...more?.headers,
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
        ...headers,
      },
      body: JSON.stringify(body),
      signal,
      credentials,
      redirect,
    } as RequestInit); // undefined is as good as absent
    const { status } = response;
    if (status === 200 || status === 304) return response;
    throw await refusal(response);
  };
}

/** Why a request was refused, in the server's words where they are ours. */
export async function refusal(response: Response): Promise<RemoteError> {
  const after = response.headers.get("retry-after")!; // seconds, a date, or null
  const retryAfterMs = Number(after) * 1000 || Date.parse(after) - Date.now();
  // Proxies answer with HTML, or JSON of their own: ours has a `kind`.
  const said = (await response.json().catch(() => {})) as
    { readonly error?: Partial<WireError> } | undefined;
  return new RemoteError({
    code: `http_${response.status}`,
    ...(retryAfterMs > 0 && { retryAfterMs }),
    ...(said?.error?.kind && said.error),
  });
}
