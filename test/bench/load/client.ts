/**
 * One client: it counts events and parses no more than it must, for the load
 * is not the subject. Every event, and every echo of one, has one `"seq":`.
 */
import { connect, type Socket } from "node:net";
import { maskedText, pongTo } from "./frames.js";
import type { Wire } from "./wires.js";

const MARK = Buffer.from('"seq":');
const SENT_AT = Buffer.from('"t":');
const OPEN = Buffer.from("\r\n\r\n");
const UPGRADE =
  "connection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n" +
  "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

export class Client {
  readonly isReady: Promise<void>;
  readonly socket: Socket;
  /** What came before events could. */
  preface = "";
  /** So many events, in a chunk. */
  onEvents: ((count: number, chunk: Buffer) => void) | undefined;
  readonly #wire: Wire;
  #ready: (() => void) | undefined;
  #opened = false;
  /** The end of the last chunk, in which a mark may begin. */
  #rest: Buffer = Buffer.alloc(0);

  constructor(port: number, kind: string, wire: Wire) {
    this.#wire = wire;
    this.isReady = new Promise((resolve) => (this.#ready = resolve));
    const isWebSocket = kind.startsWith("websocket/");
    const more = isWebSocket
      ? `${UPGRADE}${kind === "websocket/ours" ? "sec-websocket-protocol: rt.v1\r\n" : ""}`
      : "accept: text/event-stream\r\n";
    this.socket = connect(port, "127.0.0.1");
    this.socket.setNoDelay(true);
    this.socket.write(
      `GET ${wire.path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${more}\r\n`,
    );
    this.socket.on("data", (chunk: Buffer) => this.#data(chunk));
    this.socket.on("error", () => {});
  }

  send(text: string): void {
    this.socket.write(maskedText(text));
  }

  #data(chunk: Buffer): void {
    if (this.#ready) this.#begin(chunk);
    const pong = pongTo(chunk);
    if (pong) this.socket.write(pong);
    const all = this.#rest.length ? Buffer.concat([this.#rest, chunk]) : chunk;
    let found = 0;
    let end = 0;
    for (let at = all.indexOf(MARK); at >= 0;) {
      found++;
      end = at + MARK.length;
      at = all.indexOf(MARK, end);
    }
    this.#rest = all.subarray(Math.max(end, all.length - MARK.length + 1));
    if (found > 0) this.onEvents?.(found, chunk);
  }

  #begin(chunk: Buffer): void {
    this.preface += chunk.toString("latin1");
    if (!this.#opened && this.preface.includes(String(OPEN))) {
      if (!/^HTTP\/1.1 (101|200) /.test(this.preface)) {
        throw new Error(`refused: ${this.preface}`);
      }
      this.#opened = true;
      const { greeting } = this.#wire;
      if (greeting !== undefined) this.send(greeting);
    }
    if (!this.preface.includes(this.#wire.ready)) return;
    this.#ready?.();
    this.#ready = undefined;
  }
}

/** When the first event of a chunk was sent, by the machine's clock in microseconds. */
export function sentAt(chunk: Buffer): number | undefined {
  const at = chunk.indexOf(SENT_AT);
  if (at < 0) return undefined;
  const from = at + SENT_AT.length;
  return parseInt(chunk.toString("latin1", from, from + 16), 10);
}
