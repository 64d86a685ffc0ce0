import type { IncomingMessage, ServerResponse } from "node:http";
import { onTestFinished } from "vitest";
import { listening } from "./listening.js";

export type Serve = (
  response: ServerResponse,
  request: IncomingMessage,
) => void;

export interface DocumentServer {
  /** Without a slash at its end. */
  readonly url: string;
  /** Paths that were asked for, in order. */
  readonly asked: readonly string[];
}

/**
 * A web site on loopback for the running test; what it does not have is 404.
 *
 * @param pages Texts, or what to do, by path.
 */
export async function documentServer(
  pages: Readonly<Record<string, string | Serve>>,
): Promise<DocumentServer> {
  const asked: string[] = [];
  const { port, stop } = await listening((request, response) => {
    const path = request.url ?? "/";
    asked.push(path);
    const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
    if (page === undefined) response.writeHead(404).end("not here");
    else if (typeof page === "string") response.end(page);
    else page(response, request);
  });
  onTestFinished(stop);
  return { url: `http://127.0.0.1:${port}`, asked };
}

/** Sends on to another address. */
export function redirect(location: string, status = 302): Serve {
  return (response) => response.writeHead(status, { location }).end();
}
