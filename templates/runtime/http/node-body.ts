/// <reference types="node" />
/** A node:http response's body under way. */
import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { ResponseBody } from "./http.js";

/**
 * Writes chunks to the socket itself where nothing stands between: what many
 * responses are given is framed once, and each is one buffer and one system
 * call, where `response.write` makes three buffers of each.
 */
export class NodeBody implements ResponseBody {
  readonly #response: ServerResponse & { flush?(): void };
  readonly #highWaterMark: number;
  readonly #socket: Socket | undefined;

  constructor(response: ServerResponse, highWaterMark: number) {
    this.#response = response;
    // Below its own mark a socket does not tell that it has drained.
    this.#highWaterMark = Math.max(
      highWaterMark,
      response.writableHighWaterMark,
    );
    const own = (name: string): boolean => Object.hasOwn(response, name);
    const direct =
      response.chunkedEncoding && !own("write") && !own("flush") && !own("end");
    if (direct && response.socket) this.#socket = response.socket;
  }

  get waiting(): number {
    return this.#response.writableLength;
  }

  get writable(): boolean {
    return (
      this.#response.writableLength < this.#highWaterMark &&
      !this.#response.writableEnded
    );
  }

  write(bytes: Uint8Array): void {
    if (this.#socket) {
      this.#socket.write(chunkOf(bytes));
      return;
    }
    this.#response.write(bytes);
    // Compression middlewares add it; node's own of that name is deprecated.
    if (Object.hasOwn(this.#response, "flush")) this.#response.flush?.();
  }

  end(): void {
    this.#response.end();
  }
}

/** A chunk of HTTP/1.1, RFC 9112 section 7.1; made once for all that are given the same bytes. */
function chunkOf(bytes: Uint8Array): Buffer {
  if (bytes !== lastBytes) {
    lastBytes = bytes;
    lastChunk = Buffer.concat([
      Buffer.from(`${bytes.byteLength.toString(16)}\r\n`),
      bytes,
      CRLF,
    ]);
  }
  return lastChunk;
}

const CRLF = Buffer.from("\r\n");
let lastBytes: Uint8Array | undefined;
let lastChunk = CRLF;
