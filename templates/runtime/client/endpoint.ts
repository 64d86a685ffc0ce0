/** Browsers have a location; Node has not. */
interface Page {
  /** On every platform; a type without it would have nothing in common with Node's. */
  readonly setTimeout: unknown;
  readonly location?: { readonly href: string };
}

/**
 * An endpoint below the server's base, over `http` or `ws`, with or without
 * TLS as the base is.
 * @throws {TypeError} no such URL: trying again would not help
 */
export function endpoint(
  base: string | URL,
  path: string,
  scheme: "http" | "ws",
): URL {
  const { location }: Page = globalThis;
  const url = new URL(
    `${String(base).replace(/\/$/, "")}/${path}`,
    location?.href,
  );
  if (!/^(http|ws)s?:$/.test(url.protocol))
    throw new TypeError(`${base}: must begin with https:// or http://`);
  url.protocol = url.protocol.replace(/^(http|ws)/, scheme);
  return url;
}
