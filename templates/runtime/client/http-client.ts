/** What the clients of all techniques over HTTP share. */
import { RemoteError } from "../core/errors.js";
import type { WireError } from "../core/protocol.js";

export interface HttpOptions {
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

/** Rejects with a RemoteError where the status is not 200. */
export type Post = (
  path: string,
  body: unknown,
  token: string | undefined,
  signal: AbortSignal,
) => Promise<Response>;

export function createPost({
  url,
  headers,
  fetch = globalThis.fetch,
  credentials,
  redirect,
}: HttpOptions): Post {
  const base = String(url).replace(/\/$/, "");
  return async (path, body, token, signal) => {
    const response = await fetch(`${base}/${path}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body: JSON.stringify(body),
      signal,
      credentials,
      redirect,
    } as RequestInit); // undefined is as good as absent
    const { status } = response;
    if (status === 200) return response;
    const after = response.headers.get("retry-after")!; // seconds, a date, or null
    const retryAfterMs = Number(after) * 1000 || Date.parse(after) - Date.now();
    // Proxies answer with HTML, or JSON of their own: ours has a `kind`.
    const said = (await response.json().catch(() => {})) as
      { readonly error?: Partial<WireError> } | undefined;
    throw new RemoteError({
      code: `http_${status}`,
      ...(retryAfterMs > 0 && { retryAfterMs }),
      ...(said?.error?.kind && said.error),
    });
  };
}
