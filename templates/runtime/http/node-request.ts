/// <reference types="node" />
/** A node:http request as the techniques see it; keeps as little as it can. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { clientIp } from "./client-ip.js";
import type { BodyText, HttpRequest } from "./http.js";
import { tooLarge } from "./json-body.js";
import { wireError } from "../server/wire-error.js";

/** What a request says of itself before its body. */
export class NodeHead {
  readonly path: string;
  readonly ip: string | undefined;
  protected readonly request: IncomingMessage;
  readonly #target: string;
  #headers: Headers | undefined;

  constructor(
    request: IncomingMessage,
    path: string,
    target: string,
    ipOf: ReturnType<typeof clientIp>,
  ) {
    this.request = request;
    this.path = path;
    this.#target = target;
    this.ip = ipOf(
      this.header("x-forwarded-for"),
      request.socket.remoteAddress,
    );
  }

  /** Made anew each time: it would stay for as long as the stream. */
  get query(): URLSearchParams {
    return new URLSearchParams(this.search);
  }

  get search(): string {
    const mark = this.#target.indexOf("?");
    return mark < 0 ? "" : this.#target.slice(mark + 1);
  }

  get method(): string {
    return this.request.method ?? "GET";
  }

  /** From the raw list: node's parsed forms stay in memory with the request. */
  header(name: string): string | undefined {
    const { rawHeaders } = this.request;
    let found: string | undefined;
    for (let i = 0; i < rawHeaders.length; i += 2) {
      const key = rawHeaders[i]!;
      if (key.length !== name.length || key.toLowerCase() !== name) continue;
      const value = rawHeaders[i + 1]!;
      found = found === undefined ? value : `${found}, ${value}`;
    }
    return found;
  }

  get headers(): Headers {
    return (this.#headers ??= headersOf(this.request.rawHeaders));
  }
}

/** Of node's list of names and values in turn. */
export function headersOf(raw: readonly string[]): Headers {
  const headers = new Headers();
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i]!;
    if (name.startsWith(":")) continue; // HTTP/2's
    headers.append(name, raw[i + 1]!);
  }
  return headers;
}

/** HTTP/2's has a stream instead, which knows. */
type Http1Or2 = ServerResponse & {
  readonly stream?: { readonly closed: boolean };
};

export class NodeRequest extends NodeHead implements HttpRequest {
  readonly #response: ServerResponse;

  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    target: string,
    ipOf: ReturnType<typeof clientIp>,
  ) {
    super(request, path, target, ipOf);
    this.#response = response;
  }

  get closed(): boolean {
    const { closed, destroyed, stream }: Http1Or2 = this.#response;
    return closed || destroyed || stream?.closed === true;
  }

  onClose(run: () => void): void {
    this.#response.on("close", run);
  }

  text(maxBytes: number, timeoutMs: number): Promise<BodyText> {
    return readText(this.request, maxBytes, timeoutMs);
  }
}

function readText(
  request: IncomingMessage & { readonly body?: unknown },
  maxBytes: number,
  timeoutMs: number,
): Promise<BodyText> {
  if (request.readableEnded) {
    // A body parser was here before us, against the advice.
    const { body } = request;
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return Promise.resolve({ ok: true, text: text ?? "" });
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const finish = (result: BodyText): void => {
      clearTimeout(timer);
      request.off("data", onData);
      request.off("end", onEnd);
      request.off("error", onGone);
      request.off("close", onGone);
      if (!result.ok) request.resume(); // the rest goes nowhere
      resolve(result);
    };
    const bad = (message: string): void =>
      finish({ ok: false, error: wireError("bad_request", message) });
    const timer = setTimeout(() => bad("the body took too long"), timeoutMs);
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > maxBytes) finish({ ok: false, error: tooLarge(maxBytes) });
      else chunks.push(chunk);
    };
    const onEnd = (): void => {
      const text = Buffer.concat(chunks).toString("utf8");
      finish({ ok: true, text });
    };
    const onGone = (): void => bad("the body was cut off");
    request.on("data", onData);
    request.on("end", onEnd);
    request.on("error", onGone);
    request.on("close", onGone);
  });
}
