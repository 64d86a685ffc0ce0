/// <reference types="node" />
/** What a connection keeps of the request that it began with. */
import { headersOf, type NodeHead } from "../http/node-request.js";
import type { Credentials } from "../server/session.js";

/** Headers as one text: a list of them would cost more than the socket's own state. */
const SEPARATOR = "\n"; // as no header may have one

export class UpgradeCredentials implements Credentials {
  readonly token: string | undefined;
  readonly ip: string | undefined;
  readonly origin: string | undefined;
  readonly transport = "websocket";
  readonly #headers: string;

  constructor(
    head: NodeHead,
    rawHeaders: readonly string[],
    token: string | undefined,
  ) {
    this.token = token;
    this.ip = head.ip;
    this.origin = head.header("origin");
    this.#headers = rawHeaders.join(SEPARATOR);
  }

  get headers(): Headers {
    return headersOf(this.#headers.split(SEPARATOR));
  }
}

/**
 * For origins that we do not know: browsers send cookies with the WebSockets
 * of every page, and no CORS holds them back as it does for requests.
 */
export function withoutCookies(raw: readonly string[]): readonly string[] {
  return raw.filter((_, at) => raw[at - (at % 2)]!.toLowerCase() !== "cookie");
}
